package dev.agenthub.api;

/** Names of HTTP headers that are specific to AgentHub's API. */
public final class Headers {

    /** Comes with a payload: base64url of 32 random bytes that the decision statement repeats, usable once by the member who fetched. */
    public static final String CHALLENGE = "AgentHub-Challenge";

    /** Comes with an export: how many entries of the log it holds. */
    public static final String ENTRIES = "AgentHub-Entries";

    /** Comes with an export: how many bytes its entries and payloads have uncompressed, to show progress. */
    public static final String CONTENT_BYTES = "AgentHub-Content-Bytes";

    /**
     * Comes with a call: a key that the caller chose, so that a repeated call has no second effect
     * (draft-ietf-httpapi-idempotency-key-header).
     */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private Headers() {}
}
