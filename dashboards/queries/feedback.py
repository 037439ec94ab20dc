"""Questions about what people say: themes and their trend, words that show them, comments, contradictions.

Relations: reporting.rpt_feedback_sentiment, rpt_feedback_theme; marts.fct_feedback, dim_campus;
restricted.feedback_comment and dim_person for what was written and by whom. Every question takes the viewer's scope as
`said`. Anonymous feedback stands in the reporting relations from five comments on about the same faculty member or
campus (`marts.fct_feedback.is_shown`), and `comments` holds every narrower list to five too.
"""

from datetime import date, timedelta

import duckdb
import pandas as pd

from warehouse.anonymity import FEWEST_ANONYMOUS
from warehouse.scope import Predicate

_VISIBLE = """
    {scope} and ($code is null or campus.campus_code = $code)
    and said.submitted_on > $since and said.submitted_on <= $until
"""
_SAID = """
    from reporting.rpt_feedback_sentiment as said
    left join marts.dim_campus as campus on said.campus_id = campus.campus_id
    left join restricted.feedback_comment as written on said.feedback_id = written.feedback_id
    left join restricted.dim_person as person on said.student_id = person.student_id
"""


def totals(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, until: date, days: int
) -> pd.DataFrame:
    """One row: answers (those that may be shown), anonymous, positive, negative, unsure, contradicted, settled."""
    return connection.execute(
        f"""
        select
            count(*) as answers,
            count(*) filter (where said.is_anonymous) as anonymous,
            count(*) filter (where said.sentiment = 'positive') as positive,
            count(*) filter (where said.sentiment = 'negative') as negative,
            count(*) filter (where said.is_unsure) as unsure,
            count(*) filter (where said.is_contradicted) as contradicted,
            count(*) filter (where said.is_settled) as settled
        from reporting.rpt_feedback_sentiment as said
        left join marts.dim_campus as campus on said.campus_id = campus.campus_id
        where {_VISIBLE.format(scope=scope.duckdb)}
        """,  # noqa: S608 - the scope is our own text, its values are bound
        _window(scope, campus_code, until, days),
    ).df()


def themes(
    connection: duckdb.DuckDBPyConnection,
    scope: Predicate,
    campus_code: str | None,
    until: date,
    days: int,
    fewest: int,
) -> pd.DataFrame:
    """Themes of the window, most complaints first: theme, mentions, positive, negative, negative_before, words.

    `negative_before`: complaints of the window before. `words`: those that show it, commonest first, each from two
    comments at least. A theme of fewer than `fewest` mentions is left out, and one of fewer than five where somebody
    anonymous mentions it.
    """
    return connection.execute(
        f"""
        with visible as (
            select said.*
            from reporting.rpt_feedback_theme as said
            left join marts.dim_campus as campus on said.campus_id = campus.campus_id
            where {_VISIBLE.format(scope=scope.duckdb)}
        ),
        spelled as (
            select theme, word, count(*) as times
            from (select theme, submitted_on, unnest(words) as word from visible)
            where submitted_on > $now_since
            group by theme, word
            having count(*) >= 2
        )
        select
            visible.theme,
            count(*) filter (where submitted_on > $now_since) as mentions,
            count(*) filter (where submitted_on > $now_since and sentiment = 'positive') as positive,
            count(*) filter (where submitted_on > $now_since and sentiment = 'negative') as negative,
            count(*) filter (where submitted_on <= $now_since and sentiment = 'negative') as negative_before,
            coalesce(
                (select list(word order by times desc, word)[:5] from spelled where spelled.theme = visible.theme), []
            ) as words
        from visible
        group by visible.theme
        having
            mentions >= $fewest
            and (mentions >= $fewest_anonymous or not bool_or(is_anonymous and submitted_on > $now_since))
        order by negative desc, mentions desc, visible.theme
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {
            **_window(scope, campus_code, until, 2 * days),
            "now_since": until - timedelta(days=days),
            "fewest": fewest,
            "fewest_anonymous": FEWEST_ANONYMOUS,
        },
    ).df()


def theme_weeks(
    connection: duckdb.DuckDBPyConnection, scope: Predicate, campus_code: str | None, until: date, theme: str
) -> pd.DataFrame:
    """week_start, positive, neutral, negative of one theme for half a year; weeks without a mention are zero."""
    return connection.execute(
        f"""
        select
            cast(week.day as date) as week_start,
            count(*) filter (where found.sentiment = 'positive') as positive,
            count(*) filter (where found.sentiment = 'neutral') as neutral,
            count(*) filter (where found.sentiment = 'negative') as negative
        from range(
            cast(date_trunc('week', cast($since as date) + 1) as timestamp),
            cast($until as timestamp) + interval 1 day,
            interval 7 day
        ) as week (day)
        left join (
            select said.week_start, said.sentiment
            from reporting.rpt_feedback_theme as said
            left join marts.dim_campus as campus on said.campus_id = campus.campus_id
            where said.theme = $theme and {_VISIBLE.format(scope=scope.duckdb)}
        ) as found on found.week_start = cast(week.day as date)
        group by week.day
        order by week.day
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {**_window(scope, campus_code, until, 182), "theme": theme},
    ).df()


def comments(
    connection: duckdb.DuckDBPyConnection,
    scope: Predicate,
    campus_code: str | None,
    until: date,
    days: int,
    theme: str | None,
    which: str,
    limit: int,
) -> pd.DataFrame:
    """Comments of the window, newest first; needs names attached.

    Args:
        connection: of a snapshot with names.
        scope: of the viewer, about `said`.
        campus_code: one campus only.
        until: last day.
        days: length of the window.
        theme: only what is about it.
        which: `all`, `negative`, `positive`, `contradicted`, or `unsure` (what teaches most first).
        limit: how many at most.

    Columns: feedback_id, comments, student_id and student_name (empty when anonymous), is_anonymous, said_on (of
    anonymous ones the first of the month), campus_name, feedback_type, rating, sentiment, confidence, is_settled,
    is_unsure, is_contradicted, themes, words, held_back (how many anonymous ones are left out; those that are
    not in sight count whatever was asked for, since nothing tells what they are about).
    """
    return connection.execute(
        f"""
        with visible as (
            select
                said.feedback_id,
                said.is_anonymous,
                written.comments,
                said.submitted_on,
                said.worth_asking,
                case when not said.is_anonymous then said.student_id end as student_id,
                nullif(trim(concat_ws(' ', person.first_name, person.last_name)), '') as student_name,
                case
                    when said.is_anonymous then cast(date_trunc('month', said.submitted_on) as date)
                    else said.submitted_on
                end as said_on,
                campus.campus_name,
                said.feedback_type,
                said.rating,
                said.sentiment,
                said.confidence,
                said.is_settled,
                said.is_unsure,
                said.is_contradicted,
                said.themes,
                said.words,
                count(*) filter (where said.is_anonymous) over () as anonymous
            {_SAID}
            where
                {_VISIBLE.format(scope=scope.duckdb)}
                and said.has_comment
                and ($theme is null or list_contains(said.themes, $theme))
                and (
                    $which in ('all', said.sentiment)
                    or ($which = 'contradicted' and said.is_contradicted)
                    or ($which = 'unsure' and said.is_unsure)
                )
        ),
        counted as (
            select
                *,
                not is_anonymous or anonymous >= $fewest_anonymous as is_told
            from visible
        ),
        out_of_sight as (
            select count(*) as unshown
            from marts.fct_feedback as said
            left join marts.dim_campus as campus on said.campus_id = campus.campus_id
            where
                {_VISIBLE.format(scope=scope.duckdb)}
                and said.has_comment and not said.is_shown
        )
        select * exclude (anonymous, is_told, submitted_on, worth_asking),
            (select count(*) from counted where not is_told) + (select unshown from out_of_sight) as held_back
        from counted
        where is_told
        order by case when $which = 'unsure' then worth_asking else 0 end desc, said_on desc, feedback_id
        limit $limit
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {
            **_window(scope, campus_code, until, days),
            "theme": theme,
            "which": which,
            "limit": limit,
            "fewest_anonymous": FEWEST_ANONYMOUS,
        },
    ).df()


def _window(scope: Predicate, campus_code: str | None, until: date, days: int) -> dict[str, object]:
    return {"code": campus_code, "since": until - timedelta(days=days), "until": until, **scope.parameters}
