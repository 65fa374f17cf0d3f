"""Staff's pages: a queue of cases, each looked at, corrected, decided and issued by people who are signed in."""
