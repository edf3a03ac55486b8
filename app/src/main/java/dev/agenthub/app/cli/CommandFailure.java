package dev.agenthub.app.cli;

import dev.agenthub.api.ProposedChange;
import dev.agenthub.app.platform.CodedException;

/** Ends a command with an exit code and one sentence for the person. */
public final class CommandFailure extends CodedException {
    /** What was examined was rejected. */
    public static final int REJECTED = 1;
    /** Nothing was decided: wrong usage, an unreadable file, or a missing key. */
    public static final int NOT_DONE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String code, String sentence) {
        super(code, sentence);
        this.exitCode = exitCode;
    }

    /** The examined object was rejected. */
    public static CommandFailure rejected(String code, String sentence) {
        return new CommandFailure(REJECTED, code, sentence);
    }

    /** Nothing could be decided. */
    public static CommandFailure notDone(String code, String sentence) {
        return new CommandFailure(NOT_DONE, code, sentence);
    }

    /** A step of setup waits for the approval of others. */
    public static CommandFailure proposed(String what, ProposedChange change) {
        return new CommandFailure(ChangeReport.PROPOSED, "PROPOSED", "The " + what + " is proposed as request "
                + change.request() + ": others must approve it first. Run the same again once they have.");
    }

    /** The process's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
