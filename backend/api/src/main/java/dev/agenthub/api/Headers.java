package dev.agenthub.api;

/** Names of HTTP headers that are AgentHub's own. */
public final class Headers {

    /** Comes with a payload: base64url of 32 random bytes that the decision statement repeats, usable once by the member who fetched. */
    public static final String CHALLENGE = "AgentHub-Challenge";

    private Headers() {}
}
