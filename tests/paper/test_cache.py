from app.paper.cache import PageCache


def test_what_is_kept_is_given_back() -> None:
    cache = PageCache(100)
    cache.keep("a", (b"1", b"2"))
    assert cache.get("a") == (b"1", b"2")
    assert cache.get("b") is None


def test_what_was_not_asked_for_longest_makes_room() -> None:
    cache = PageCache(20)
    cache.keep("a", (b"x" * 10,))
    cache.keep("b", (b"x" * 10,))
    cache.get("a")
    cache.keep("c", (b"x" * 10,))
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_keeping_the_same_again_takes_no_more_room() -> None:
    cache = PageCache(20)
    for _time in range(5):
        cache.keep("a", (b"x" * 10,))
    cache.keep("b", (b"x" * 10,))
    assert cache.get("a") is not None


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache = PageCache(5)
    cache.keep("a", (b"x" * 10,))
    assert cache.get("a") is None
    cache.keep("b", (b"x" * 5,))
    assert cache.get("b") is not None
