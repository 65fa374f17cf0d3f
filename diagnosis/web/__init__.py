"""The web: members preview their score, staff review and issue, other systems ask. A face: it calls the road."""
