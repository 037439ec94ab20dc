"""The steps of a refresh: what changed is extracted, built, scored when it is time, and published.

Steps of a job and not assets, because a run only knows after its extract which models there is anything to build of.
What each step built stands in its metadata.
"""

import time

import dagster as dg

from pipelines.lib.publication import publish_checked
from pipelines.lib.quality import uphold
from pipelines.lib.reached import SCORING_TAG, STAGING_FOLDER
from pipelines.lib.rhythm import is_scoring_due, is_whole, note_scored, note_whole, under_way
from pipelines.lib.scoring import score
from pipelines.lib.warm_dbt import PREDICTED, SCORING, STAGING, Built, WarmDbt, warm_dbt
from pipelines.resources import Installation
from warehouse import expectations
from warehouse.extract import changed_since, extract
from warehouse.publish import seconds_by_relation
from warehouse.published import current_build


def _warm(installation: Installation) -> WarmDbt:
    return warm_dbt(installation.database_url, installation.settings.mastery_level)


@dg.op(out=dg.Out(int))
def extract_changes(context: dg.OpExecutionContext, installation: Installation) -> int:
    """Copies what changed into `raw` and looks at those rows; gives the number of the extract."""
    cut = extract(installation.database_url)
    uphold(
        installation.settings,
        expectations.check_incoming(installation.database_url, installation.settings, cut.extract_id),
    )
    context.log.info("extract %s: %s changed rows", cut.extract_id, cut.changed_rows)
    return cut.extract_id


@dg.op(out=dg.Out(int))
def transform_changes(context: dg.OpExecutionContext, installation: Installation, extract_id: int) -> int:
    """Builds the models that stand on tables with a change since the published extract; all of them when need be."""
    settings = installation.settings
    published = current_build(settings)
    changed = None if published is None else changed_since(installation.database_url, published.extract_id)
    dbt = _warm(installation)
    with under_way(settings) as was_finished:
        if not is_whole(settings):
            # What scoring reads has a rhythm of its own, but others stand on it: it must have been there once.
            _tell(context, dbt.build([], [SCORING] if dbt.has_built(SCORING_TAG) else [PREDICTED]))
            note_whole(settings)
        elif published is None or changed is None:
            _tell(context, dbt.build([], [SCORING, STAGING]))
        elif changed:
            _tell(context, dbt.build_changed(changed, since=published.extract_id, may_compare=was_finished))
    return extract_id


@dg.op(out=dg.Out(int))
def score_when_due(context: dg.OpExecutionContext, installation: Installation, extract_id: int) -> int:
    """Features, scores and what is told of them: in their own rhythm, because they look at every enrolment."""
    settings = installation.settings
    if not is_scoring_due(settings, extract_id):
        return extract_id
    began = time.monotonic()
    features = _warm(installation).build([SCORING], [PREDICTED])
    scoring = score(installation.database_url, settings)
    if faults := [fault for of_one in scoring.faults.values() for fault in of_one]:
        raise dg.Failure("\n".join(faults))
    # Views of staging are there, but for those of predictions where no build has come that far.
    spared = [STAGING] if _warm(installation).has_built(STAGING_FOLDER) else []
    _tell(context, features, _warm(installation).build([PREDICTED], spared))
    note_scored(settings, extract_id, time.monotonic() - began)
    return extract_id


@dg.op(out=dg.Out(dg.Nothing))
def publish_changes(context: dg.OpExecutionContext, installation: Installation, extract_id: int) -> None:
    """Publishes a new snapshot and switches the pointer to it."""
    build = publish_checked(installation.database_url, installation.settings, across_months=False)
    context.log_event(
        dg.AssetMaterialization(
            ["publication", "snapshot"], metadata={"build_id": build.build_id, "extract_id": extract_id}
        )
    )
    context.add_output_metadata(
        {"seconds_by_relation": dg.MetadataValue.json(seconds_by_relation(build))},
    )


def _tell(context: dg.OpExecutionContext, *builds: Built) -> None:
    models = [model for built in builds for model in built.models]
    tests, seconds = sum(built.tests for built in builds), sum(built.seconds for built in builds)
    context.log.info("%s models built, %s tests passed, %.1f s", len(models), tests, seconds)
    by_node = {node: spent for built in builds for node, spent in built.seconds_by_node.items()}
    slowest_first = dict(sorted(by_node.items(), key=lambda item: -item[1]))
    context.add_output_metadata(
        {
            "models": models,
            "tests_passed": tests,
            "seconds": round(seconds, 2),
            "seconds_by_node": dg.MetadataValue.json(slowest_first),
        }
    )
