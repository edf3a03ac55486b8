package dev.agenthub.server.connectors;

import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What is known after an attempt to call a provider. */
public sealed interface CallResult {
    /** The code of a call whose provider could not be reached. */
    String NOT_CONNECTED = "CALL_NOT_CONNECTED";

    /** A stable code of what happened. */
    String code();

    /** One sentence for a person. */
    String detail();

    /** Nothing left this machine, or nothing that a provider could act on: the call certainly had no effect. */
    record NotSent(String code, String detail) implements CallResult {}

    /** The call, or part of it, was sent, and no complete answer came back: it may have had its effect. */
    record Unclear(String code, String detail) implements CallResult {}

    /**
     * The provider answered.
     *
     * @param body the first bytes of the answer, as many as are kept; empty where it was withheld
     * @param digest SHA-256 of what was received, which is more than is kept where the answer was long
     * @param received how many bytes were received
     * @param complete whether that is the whole answer
     * @param missing how many bytes of the answer follow after {@code body}, at least; 0 where it was withheld
     * @param withheld whether the answer held a secret of the connection, or could not be searched for one, and was thrown away for it
     * @param retryAfter when the provider wants the next call, as it wrote that (RFC 9110, section 10.2.3); null where it did not
     */
    record Answered(int status, ByteString body, ByteString digest, long received, boolean complete, long missing,
            boolean withheld, @Nullable String retryAfter)
            implements
                CallResult {

        @Override
        public String code() {
            return "HTTP_" + status;
        }

        @Override
        public String detail() {
            String answered = "The provider answered " + status + meaning();
            if (withheld) {
                return answered
                        + "; its answer repeated a secret of the connection, or could not be searched for one, and was thrown away";
            }
            return complete ? answered : answered + "; its answer was longer than is read";
        }

        private String meaning() {
            return switch (status) {
                case 401 -> ": it does not accept the connection's credential";
                case 408 -> ": the call took too long to arrive";
                case 425 -> ": it does not take the call so early";
                case 429 -> ": there were too many calls";
                default -> "";
            };
        }
    }
}
