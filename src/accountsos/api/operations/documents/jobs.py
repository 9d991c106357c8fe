"""Background jobs: what waits, runs, is done or was given up, and trying one again."""

from __future__ import annotations

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.documents.document_examples import JOB, JOB_ID, JOBS
from accountsos.api.operations.parameters import numbers_below, page_of, paging_of
from accountsos.api.operations.run import answered, changed
from accountsos.web.parameters import Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.shapes.documents.document import JobList, OneJob, job_list, one_job
from accountsos.workflows.documents import list_documents, retry_job
from accountsos.workflows.documents.list_documents import JOB_STATES, JobPage


async def list_jobs(request: ApiRequest) -> Reply:
    """What waits, runs, is done, or was given up."""
    paging = paging_of(request, "jobs")

    def shape(page: JobPage) -> Reply:
        return Reply(job_list(page, paging=paging))

    asked = (request.query["state"], paging.limit + 1, paging.offset, numbers_below(paging))
    return await answered(request, list_documents.LIST_JOBS, asked, shape)


async def show_job(request: ApiRequest) -> Reply:
    """One job."""
    return await answered(request, retry_job.SHOW, request.ids["job_id"], lambda found: Reply(one_job(found)))


async def retry(request: ApiRequest) -> Reply:
    """Put a job that has ended back into the queue."""
    return await changed(request, retry_job.RETRY, request.ids["job_id"], lambda found: Reply(one_job(found)))


_JOB = PathId("job_id", Id("job_"), "The job.", JOB_ID)

OPERATIONS = (
    Operation(
        name="list_jobs",
        method="GET",
        path="/api/jobs",
        summary="List background jobs",
        tag="Documents",
        description="What waits to be read, is being read, is done, or was given up (`dead`).",
        handler=list_jobs,
        replies={200: ReplyShape("A page of jobs, newest first.", JobList, example=JOBS)},
        query=(QueryParameter("state", OneOf(JOB_STATES), "Only jobs in this state."), *page_of("jobs")),
    ),
    Operation(
        name="show_job",
        method="GET",
        path="/api/jobs/{job_id}",
        summary="Show a background job",
        tag="Documents",
        handler=show_job,
        replies={200: ReplyShape("The job.", OneJob, example={"job": JOB})},
        ids=(_JOB,),
    ),
    Operation(
        name="retry_job",
        method="POST",
        path="/api/jobs/{job_id}/retry",
        summary="Try a job again",
        tag="Documents",
        description=(
            "Puts a job that was given up, or whose document could not be read, back into the queue. One that waits or "
            "runs already is left alone. Where the document was deleted or put right since, it is a conflict."
        ),
        scope="write",
        handler=retry,
        replies={200: ReplyShape("The job as it is now.", OneJob, example={"job": {**JOB, "state": "queued"}})},
        ids=(_JOB,),
        errors=("conflict",),
        idempotent=True,
    ),
)
