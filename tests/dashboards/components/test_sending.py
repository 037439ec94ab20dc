"""When two writes of the same content are one act, and when they are two."""

from dashboards.components.sending import SECOND_TAP_SECONDS, Keys

HOLIDAY, OTHER = "POST /holidays A", "DELETE /holidays/7"


def test_a_second_tap_has_the_key_of_the_first() -> None:
    keys = Keys()
    first = keys.key(HOLIDAY, 0)
    keys.done(HOLIDAY, 1)
    assert keys.key(HOLIDAY, 1 + SECOND_TAP_SECONDS / 2) == first
    keys.done(HOLIDAY, 2 + SECOND_TAP_SECONDS / 2)
    # What counts is the first answer: a third that comes late is another act.
    assert keys.key(HOLIDAY, 1 + SECOND_TAP_SECONDS) != first


def test_what_is_entered_again_later_is_another_act() -> None:
    keys = Keys()
    first = keys.key(HOLIDAY, 0)
    keys.done(HOLIDAY, 1)
    assert keys.key(HOLIDAY, 1 + SECOND_TAP_SECONDS) != first


def test_what_is_entered_again_after_something_else_is_another_act() -> None:
    for is_versioned in (True, False):
        keys = Keys()
        first = keys.key(HOLIDAY, 0)
        keys.done(HOLIDAY, 1)
        if not is_versioned:
            keys.key(OTHER, 2)
        keys.done(OTHER, 2)
        assert keys.key(HOLIDAY, 3) != first


def test_without_an_answer_the_key_stays_however_long_it_takes() -> None:
    keys = Keys()
    first = keys.key(HOLIDAY, 0)
    keys.key(OTHER, 10)
    keys.done(OTHER, 11)
    assert keys.key(HOLIDAY, 10_000) == first


def test_a_refusal_ends_an_act() -> None:
    keys = Keys()
    first = keys.key(HOLIDAY, 0)
    keys.refused(HOLIDAY)
    assert keys.key(HOLIDAY, 1) != first


def test_keys_tell_nothing_of_the_content() -> None:
    assert Keys().key(HOLIDAY, 0) != Keys().key(HOLIDAY, 0)
