package dev.agenthub.evidence.policy;

/** Why a replay cannot tell whether a rule applied to a request, or what its policy asked. */
public enum ReplayGap {
    /** The version of the policy that the request names is not at hand. */
    POLICY("policy", "the policy is not known"),
    /** Its document cannot be read. */
    DOCUMENT("document", "the policy's document cannot be read"),
    /** No payload that is the request's is at hand. */
    PAYLOAD("payload", "the payload is not in the export"),
    /** It is a second event of one request, whose payload is compared with the first. */
    REPEATED("repeated", "the request was made before"),
    /** A rule asks for the tool's risk. */
    RISK("risk", "the tool's risk is not known"),
    /** A rule's pattern is no valid regular expression. */
    PATTERN("pattern", "a pattern in a rule cannot be read"),
    /** To evaluate the rules would take too long. */
    EFFORT("effort", "checking the rules would take too long"),
    /** A limit's window begins before what is at hand. */
    LIMIT_START("limitStart", "a limit also counts what came before this export"),
    /** A limit may count an earlier request without a payload at hand. */
    LIMIT_PAYLOAD("limitPayload", "a limit may count an earlier request whose payload is not in the export"),
    /** A limit may count an earlier request, by the risk of its tool. */
    LIMIT_RISK("limitRisk", "a limit may count an earlier request whose tool's risk is not known"),
    /** A limit adds up an amount at a place that was not looked at when an earlier request was made. */
    LIMIT_AMOUNT("limitAmount", "a limit may count an earlier amount that was not kept");

    private final String word;
    private final String sentence;

    ReplayGap(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** As a report's JSON names it. */
    public String word() {
        return word;
    }

    /** As a report for people says it. */
    public String sentence() {
        return sentence;
    }
}
