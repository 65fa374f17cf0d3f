"""Did you mean."""

from diagnosis.files.suggest import did_you_mean, suggest


def test_a_mistyped_name_is_suggested_whatever_its_case() -> None:
    assert suggest("Pd-Onwer", ["pd-owner", "pd-rules"]) == "pd-owner"
    assert did_you_mean("singel", ["single", "multi"]) == ("「single」のことですか。", " Did you mean 'single'?")


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    assert suggest("zzz", ["pd-owner"]) is None
    assert did_you_mean(17, ["pd-owner"]) == ("", "")
