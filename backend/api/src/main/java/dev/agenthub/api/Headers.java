package dev.agenthub.api;

/** Names of HTTP headers that AgentHub's own API gives a meaning. */
public final class Headers {

    /** Comes with a payload: base64url of 32 random bytes that the decision statement repeats, usable once by the member who fetched. */
    public static final String CHALLENGE = "AgentHub-Challenge";

    /** Comes with an export: how many entries of the log it holds. */
    public static final String ENTRIES = "AgentHub-Entries";

    /** Comes with an export: how many bytes its entries and payloads have uncompressed, to tell how far it is. */
    public static final String CONTENT_BYTES = "AgentHub-Content-Bytes";

    /**
     * Comes with a call: what the caller knows it by, so that the same call again does
     * nothing twice (draft-ietf-httpapi-idempotency-key-header).
     */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private Headers() {}
}
