package dev.agenthub.app.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The tour's access to the sample organization without the window: actions of an agent and of a hostile database
 * administrator, and a view of the sandbox's calls. Not available for other organizations or from the window.
 */
public interface SampleAccess {

    /** Submits one more ticket as the sample agent, over HTTP with its own key; returns the request's id. */
    UUID submitTicket(String subject) throws IOException;

    /** Holds approved requests: they are not executed until {@link #resumeExecution()}. */
    void holdExecution();

    /** Executes held requests, and those approved from now on. */
    void resumeExecution();

    /** Changes a word in a request's stored payload as a database superuser, bypassing triggers and row-level security. */
    void alterPayload(UUID request, String from, String to);

    /** Installs an agent with a tool for refunds up to an amount, which a person has to consent to at the sandbox. */
    void installLimitedRefunds();

    /** Returns the file in which the sandbox keeps every call that reached it, one JSON object a line. */
    Path sandboxCalls();
}
