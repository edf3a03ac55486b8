package dev.agenthub.server.connectors;

import okio.ByteString;

/** What is known after an attempt to call a provider. */
public sealed interface CallResult {

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
     * @param withheld whether the answer held the credential and was thrown away for it
     */
    record Answered(int status, ByteString body, ByteString digest, long received, boolean complete, boolean withheld)
            implements
                CallResult {

        @Override
        public String code() {
            return "HTTP_" + status;
        }

        @Override
        public String detail() {
            if (withheld) {
                return "The provider answered " + status + "; its answer repeated the credential and was thrown away";
            }
            return complete
                    ? "The provider answered " + status
                    : "The provider answered " + status + "; its answer was longer than is read";
        }
    }
}
