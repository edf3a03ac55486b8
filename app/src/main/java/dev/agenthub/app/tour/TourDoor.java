package dev.agenthub.app.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What the tour does behind the application's back, to the sample organization and to nothing else: what an agent, a
 * hostile database administrator and a bystander at the sandbox would do and see. The window has no way to any of it.
 */
public interface TourDoor {

    /** Has the sample agent submit one more ticket over HTTP, with its own key; returns the request. */
    UUID submitTicket(String subject) throws IOException;

    /** Approved requests stay approved and are not executed until {@link #resumeExecution()}. */
    void holdExecution();

    /** Executes what was held, and everything approved from now on. */
    void resumeExecution();

    /** Changes a word in the stored payload of a request as a database superuser would, past every trigger and policy. */
    void alterPayload(UUID request, String from, String to);

    /** Installs an agent whose tool pays money back up to an amount, which a person has to consent to at the sandbox. */
    void installLimitedRefunds();

    /** Returns the file in which the sandbox keeps every call that reached it, one JSON object a line. */
    Path sandboxCalls();
}
