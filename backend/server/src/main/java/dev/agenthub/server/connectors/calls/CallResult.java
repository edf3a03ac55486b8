package dev.agenthub.server.connectors.calls;

import dev.agenthub.evidence.Coded;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The known result of an attempt to call a provider. */
public sealed interface CallResult {
    /** The code of a call whose provider could not be reached. */
    String NOT_CONNECTED = "CALL_NOT_CONNECTED";

    /** A stable code of the result. */
    String code();

    /** One sentence for a person. */
    String detail();

    /** Nothing was sent, or nothing that a provider could act on: the call certainly had no effect. */
    record NotSent(String code, String detail) implements CallResult {

        /** With the code and the sentence of what prevented the call. */
        public NotSent(Coded refused) {
            this(refused.code(), refused.sentence());
        }
    }

    /** The call, or part of it, was sent, and no complete answer was received: it may have had its effect. */
    record Unclear(String code, String detail) implements CallResult {}

    /**
     * The provider answered.
     *
     * @param body the kept first bytes of the answer; empty where it was withheld
     * @param digest SHA-256 of the received bytes, which may be more than are kept
     * @param received the number of bytes received
     * @param complete whether that is the whole answer
     * @param missing the number of bytes, at least, that follow {@code body}; 0 where it was withheld
     * @param withheld whether the answer contained a secret of the connection, or could not be searched for one, and was discarded
     * @param retryAfter the answer's {@code Retry-After} (RFC 9110, section 10.2.3); null where it has none
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
