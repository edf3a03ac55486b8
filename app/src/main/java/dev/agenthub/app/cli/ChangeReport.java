package dev.agenthub.app.cli;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.app.client.ChangeOutcome;
import java.util.Locale;
import java.util.function.Function;

/** Prints the outcome of a change: what was done, or that it waits for the approval of others. */
public final class ChangeReport {

    /** A change was proposed and waits for approval. */
    static final int PROPOSED = 3;
    /** The help text's footer for commands that change the rules. */
    public static final String EXIT_CODES = "Exit code: 0 done, 2 not, 3 proposed: others must approve it first.";

    private static final String COLLECTED = " Once they have, collect it: agenthub governance collect %s";
    private static final String REPEATED = " Once they have, give the same command again.";

    private final Terminal terminal;

    public ChangeReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints the outcome and returns the exit code: 0 done, {@value #PROPOSED} proposed. */
    public <T> int of(ChangeOutcome<T> outcome, Function<T, String> text) {
        return of(outcome, text, "");
    }

    /** As {@link #of}, for changes that are carried out by repeating the command after the approval. */
    public <T> int ofRepeated(ChangeOutcome<T> outcome, Function<T, String> text) {
        return of(outcome, text, REPEATED);
    }

    private <T> int of(ChangeOutcome<T> outcome, Function<T, String> text, String then) {
        return handled(outcome, result -> Output.printMarked(terminal, text.apply(result)), then);
    }

    public int ofKey(ChangeOutcome<NewAgentKey> outcome) {
        return handled(outcome, this::key, COLLECTED);
    }

    public int ofInvitation(ChangeOutcome<Invitation> outcome) {
        return handled(outcome, this::code, COLLECTED);
    }

    private <T> int handled(ChangeOutcome<T> outcome, Function<T, Integer> done, String then) {
        return switch (outcome) {
            case ChangeOutcome.Done<T>(T result) -> done.apply(result);
            case ChangeOutcome.Proposed<T>(var change) -> {
                Output.remark(terminal, "Proposed as request " + change.request() + ": others must approve it before "
                        + change.expiresAt() + "." + String.format(Locale.ROOT, then, change.request()));
                yield PROPOSED;
            }
        };
    }

    public int key(NewAgentKey made) {
        Output.remark(terminal, "The key of agent " + made.agent() + ", " + made.key() + ", is shown this once:");
        Output.print(terminal, made.secret() + "\n");
        return 0;
    }

    public int code(Invitation invitation) {
        String link = invitation.link();
        Output.print(terminal, (link == null ? invitation.code() : link) + "\n");
        return 0;
    }
}
