package dev.agenthub.evidence;

/** The stable codes of every rejection; people look them up and programs compare them, so none may change. */
public final class Codes {

    public static final String JSON_BYTE_ORDER_MARK = "JSON_BYTE_ORDER_MARK";
    public static final String JSON_COMMENT = "JSON_COMMENT";
    public static final String JSON_CONTROL_CHARACTER = "JSON_CONTROL_CHARACTER";
    public static final String JSON_DUPLICATE_NAME = "JSON_DUPLICATE_NAME";
    public static final String JSON_INVALID_ESCAPE = "JSON_INVALID_ESCAPE";
    public static final String JSON_INVALID_LITERAL = "JSON_INVALID_LITERAL";
    public static final String JSON_INVALID_NUMBER = "JSON_INVALID_NUMBER";
    public static final String JSON_INVALID_UTF8 = "JSON_INVALID_UTF8";
    public static final String JSON_LEADING_ZERO = "JSON_LEADING_ZERO";
    public static final String JSON_LONE_SURROGATE = "JSON_LONE_SURROGATE";
    public static final String JSON_NUMBER_NOT_EXACT = "JSON_NUMBER_NOT_EXACT";
    public static final String JSON_NUMBER_OUT_OF_RANGE = "JSON_NUMBER_OUT_OF_RANGE";
    public static final String JSON_TOO_DEEP = "JSON_TOO_DEEP";
    public static final String JSON_TOO_LARGE = "JSON_TOO_LARGE";
    public static final String JSON_TRAILING_BYTES = "JSON_TRAILING_BYTES";
    public static final String JSON_TRAILING_COMMA = "JSON_TRAILING_COMMA";
    public static final String JSON_UNEXPECTED_BYTE = "JSON_UNEXPECTED_BYTE";
    public static final String JSON_UNEXPECTED_END = "JSON_UNEXPECTED_END";

    /** A member that a document must have is absent, or of another type. */
    public static final String MEMBER_MISSING = "MEMBER_MISSING";
    public static final String TIME_MALFORMED = "TIME_MALFORMED";
    public static final String HASH_MALFORMED = "HASH_MALFORMED";
    public static final String ORIGIN_MALFORMED = "ORIGIN_MALFORMED";
    public static final String KEY_MALFORMED = "KEY_MALFORMED";
    public static final String CERTIFICATE_MALFORMED = "CERTIFICATE_MALFORMED";
    public static final String PIN_MALFORMED = "PIN_MALFORMED";
    /** The pin that was kept before is of more entries than the one that should take its place. */
    public static final String PIN_NEWER = "PIN_NEWER";
    /** The pin that was kept before is of another log, or by another key, than the one that should take its place. */
    public static final String PIN_OF_OTHER_LOG = "PIN_OF_OTHER_LOG";
    /** What was saved beside a pin cannot be read as a state. */
    public static final String STATE_MALFORMED = "STATE_MALFORMED";
    /** What was saved beside a pin is of another log, or of another size or root of this one. */
    public static final String STATE_OF_OTHER_PIN = "STATE_OF_OTHER_PIN";
    /** What should be the proof of an entry cannot be read as one. */
    public static final String PROOF_MALFORMED = "PROOF_MALFORMED";
    public static final String PROOF_INVALID = "PROOF_INVALID";
    /** An export does not hold the entry that was asked for. */
    public static final String SEQ_OUT_OF_RANGE = "SEQ_OUT_OF_RANGE";
    public static final String STATEMENT_MALFORMED = "STATEMENT_MALFORMED";
    public static final String STATEMENT_NOT_CANONICAL = "STATEMENT_NOT_CANONICAL";

    public static final String ENTRY_MALFORMED = "ENTRY_MALFORMED";
    public static final String ENTRY_NOT_CANONICAL = "ENTRY_NOT_CANONICAL";
    public static final String LINK_MISMATCH = "LINK_MISMATCH";
    public static final String WRONG_ORG = "WRONG_ORG";
    public static final String COUNT_MISMATCH = "COUNT_MISMATCH";
    public static final String ROOT_MISMATCH = "ROOT_MISMATCH";
    public static final String CHECKPOINT_MALFORMED = "CHECKPOINT_MALFORMED";
    public static final String SIGNATURE_MISSING = "SIGNATURE_MISSING";
    public static final String SIGNATURE_INVALID = "SIGNATURE_INVALID";
    public static final String PIN_ROLLED_BACK = "PIN_ROLLED_BACK";
    public static final String PIN_FORKED = "PIN_FORKED";
    public static final String PIN_ORIGIN_CHANGED = "PIN_ORIGIN_CHANGED";
    public static final String FRONTIER_INVALID = "FRONTIER_INVALID";
    public static final String ARCHIVE_INVALID = "ARCHIVE_INVALID";
    /** A log's first entry does not open it, or another one does. */
    public static final String LOG_OPENING_INVALID = "LOG_OPENING_INVALID";
    /** The log says that a checkpoint of another root was published. */
    public static final String CHECKPOINT_MISMATCH = "CHECKPOINT_MISMATCH";
    /** An export lacks a checkpoint that its entries say was published. */
    public static final String CHECKPOINT_MISSING = "CHECKPOINT_MISSING";
    public static final String PAYLOAD_MISMATCH = "PAYLOAD_MISMATCH";
    public static final String TIMESTAMP_INVALID = "TIMESTAMP_INVALID";
    public static final String DECISION_SIGNATURE_INVALID = "DECISION_SIGNATURE_INVALID";
    public static final String KEY_NOT_ENROLLED = "KEY_NOT_ENROLLED";
    public static final String KEY_REVOKED = "KEY_REVOKED";
    public static final String KEY_ALGORITHM_UNKNOWN = "KEY_ALGORITHM_UNKNOWN";
    public static final String RUN_WITHOUT_APPROVAL = "RUN_WITHOUT_APPROVAL";
    public static final String RUN_HASH_MISMATCH = "RUN_HASH_MISMATCH";
    public static final String RUN_QUORUM_NOT_MET = "RUN_QUORUM_NOT_MET";
    public static final String RUN_SELF_APPROVED = "RUN_SELF_APPROVED";
    public static final String RUN_EXPIRED = "RUN_EXPIRED";
    public static final String RUN_TOO_EARLY = "RUN_TOO_EARLY";
    public static final String RUN_REPLAYED = "RUN_REPLAYED";
    public static final String RUN_POLICY_MISMATCH = "RUN_POLICY_MISMATCH";
    public static final String POLICY_DIGEST_MISMATCH = "POLICY_DIGEST_MISMATCH";
    public static final String POLICY_UNKNOWN = "POLICY_UNKNOWN";
    public static final String CHANGE_WITHOUT_APPROVAL = "CHANGE_WITHOUT_APPROVAL";

    /** A warning: clocks of several processes may disagree without anything being wrong. */
    public static final String TIME_REGRESSED = "TIME_REGRESSED";
    /** A warning: an incremental export cannot show everything that the controls rest on. */
    public static final String CONTROLS_PARTIAL = "CONTROLS_PARTIAL";
    /** A warning: tokens are intact, and nobody checked whose they are. */
    public static final String TIMESTAMP_AUTHORITY_UNCHECKED = "TIMESTAMP_AUTHORITY_UNCHECKED";

    private Codes() {}
}
