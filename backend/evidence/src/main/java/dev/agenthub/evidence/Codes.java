package dev.agenthub.evidence;

/** The stable codes of every rejection; people look them up and programs compare them, so none may change. */
public final class Codes {

    /** The JSON begins with a byte-order mark. */
    public static final String JSON_BYTE_ORDER_MARK = "JSON_BYTE_ORDER_MARK";
    /** A comment stands in the JSON, which has none. */
    public static final String JSON_COMMENT = "JSON_COMMENT";
    /** A control character stands in a string without being escaped. */
    public static final String JSON_CONTROL_CHARACTER = "JSON_CONTROL_CHARACTER";
    /** An object has two members of one name. */
    public static final String JSON_DUPLICATE_NAME = "JSON_DUPLICATE_NAME";
    /** A backslash in a string begins no escape that JSON knows. */
    public static final String JSON_INVALID_ESCAPE = "JSON_INVALID_ESCAPE";
    /** A bare word is none of true, false and null. */
    public static final String JSON_INVALID_LITERAL = "JSON_INVALID_LITERAL";
    /** A number is not written as JSON writes one. */
    public static final String JSON_INVALID_NUMBER = "JSON_INVALID_NUMBER";
    /** The bytes are not UTF-8. */
    public static final String JSON_INVALID_UTF8 = "JSON_INVALID_UTF8";
    /** A number begins with a zero that no other digit may follow. */
    public static final String JSON_LEADING_ZERO = "JSON_LEADING_ZERO";
    /** A string holds half of a surrogate pair. */
    public static final String JSON_LONE_SURROGATE = "JSON_LONE_SURROGATE";
    /** A number cannot be written canonically without changing its value. */
    public static final String JSON_NUMBER_NOT_EXACT = "JSON_NUMBER_NOT_EXACT";
    /** A number is too large for a double. */
    public static final String JSON_NUMBER_OUT_OF_RANGE = "JSON_NUMBER_OUT_OF_RANGE";
    /** Arrays and objects are nested deeper than 128 levels. */
    public static final String JSON_TOO_DEEP = "JSON_TOO_DEEP";
    /** The JSON has more bytes than are accepted where it stands. */
    public static final String JSON_TOO_LARGE = "JSON_TOO_LARGE";
    /** Something follows the end of the value. */
    public static final String JSON_TRAILING_BYTES = "JSON_TRAILING_BYTES";
    /** A comma stands before the end of an array or object. */
    public static final String JSON_TRAILING_COMMA = "JSON_TRAILING_COMMA";
    /** A byte stands where JSON allows none such. */
    public static final String JSON_UNEXPECTED_BYTE = "JSON_UNEXPECTED_BYTE";
    /** The input ends before the value does. */
    public static final String JSON_UNEXPECTED_END = "JSON_UNEXPECTED_END";

    /** A member that a document must have is absent, or of another type. */
    public static final String MEMBER_MISSING = "MEMBER_MISSING";
    /** A time does not read YYYY-MM-DDTHH:MM:SS.ffffffZ. */
    public static final String TIME_MALFORMED = "TIME_MALFORMED";
    /** A hash is not 32 bytes, or is not written as 64 lower-case hex digits. */
    public static final String HASH_MALFORMED = "HASH_MALFORMED";
    /** The name of a log does not read deployment/org/uuid/incarnation. */
    public static final String ORIGIN_MALFORMED = "ORIGIN_MALFORMED";
    /** A key is not an Ed25519 or P-256 public key, or not written as one. */
    public static final String KEY_MALFORMED = "KEY_MALFORMED";
    /** What should name timestamp authorities is no list of certificates in PEM. */
    public static final String CERTIFICATE_MALFORMED = "CERTIFICATE_MALFORMED";
    /** What should be a pin cannot be read as one. */
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
    /** The proof does not lead from its entry to the checkpoint's root. */
    public static final String PROOF_INVALID = "PROOF_INVALID";
    /** An export does not hold the entry that was asked for. */
    public static final String SEQ_OUT_OF_RANGE = "SEQ_OUT_OF_RANGE";
    /** What a member signed is no statement of the form that is expected. */
    public static final String STATEMENT_MALFORMED = "STATEMENT_MALFORMED";
    /** What a member signed is a statement, in another spelling than the canonical one. */
    public static final String STATEMENT_NOT_CANONICAL = "STATEMENT_NOT_CANONICAL";

    /** A line of the export is not an event with its link. */
    public static final String ENTRY_MALFORMED = "ENTRY_MALFORMED";
    /** An event is in another spelling than the canonical one. */
    public static final String ENTRY_NOT_CANONICAL = "ENTRY_NOT_CANONICAL";
    /** A link does not follow from its event and the link before it. */
    public static final String LINK_MISMATCH = "LINK_MISMATCH";
    /** An event belongs to another organization than the log. */
    public static final String WRONG_ORG = "WRONG_ORG";
    /** The entries are not as many as the checkpoint or the export says. */
    public static final String COUNT_MISMATCH = "COUNT_MISMATCH";
    /** A checkpoint's root is not that of the entries. */
    public static final String ROOT_MISMATCH = "ROOT_MISMATCH";
    /** What should be a checkpoint cannot be read as one. */
    public static final String CHECKPOINT_MALFORMED = "CHECKPOINT_MALFORMED";
    /** The trusted key did not sign the checkpoint, or signs for another log. */
    public static final String SIGNATURE_MISSING = "SIGNATURE_MISSING";
    /** A signature by the trusted key does not match the checkpoint. */
    public static final String SIGNATURE_INVALID = "SIGNATURE_INVALID";
    /** The log was rolled back: it ends before the pin. */
    public static final String PIN_ROLLED_BACK = "PIN_ROLLED_BACK";
    /** The log was forked: at the pin's size it has another root. */
    public static final String PIN_FORKED = "PIN_FORKED";
    /** The pin is of another log. */
    public static final String PIN_ORIGIN_CHANGED = "PIN_ORIGIN_CHANGED";
    /** What stands for the entries before the export's first is missing, superfluous, or does not fit them. */
    public static final String FRONTIER_INVALID = "FRONTIER_INVALID";
    /** The file is no export as its format says, or disagrees with its own index. */
    public static final String ARCHIVE_INVALID = "ARCHIVE_INVALID";
    /** A log's first entry does not open it, or another one does. */
    public static final String LOG_OPENING_INVALID = "LOG_OPENING_INVALID";
    /** The log says that a checkpoint of another root was published. */
    public static final String CHECKPOINT_MISMATCH = "CHECKPOINT_MISMATCH";
    /** An export lacks a checkpoint that its entries say was published. */
    public static final String CHECKPOINT_MISSING = "CHECKPOINT_MISSING";
    /** A payload does not hash to its name, or contradicts the event of its request. */
    public static final String PAYLOAD_MISMATCH = "PAYLOAD_MISMATCH";
    /** A timestamp token cannot be read, is not over this checkpoint, or does not verify. */
    public static final String TIMESTAMP_INVALID = "TIMESTAMP_INVALID";
    /** What a member is said to have signed is about something else than its event, or the signature does not match it. */
    public static final String DECISION_SIGNATURE_INVALID = "DECISION_SIGNATURE_INVALID";
    /** A member's statement is signed with a key that was not enrolled for that member before. */
    public static final String KEY_NOT_ENROLLED = "KEY_NOT_ENROLLED";
    /** A member's statement is signed with a key that was revoked before. */
    public static final String KEY_REVOKED = "KEY_REVOKED";
    /** A key was enrolled of an algorithm that is not known, so that nothing counts that it signs. */
    public static final String KEY_ALGORITHM_UNKNOWN = "KEY_ALGORITHM_UNKNOWN";
    /** What was run was not requested, was approved by nobody who counts, or was denied or cancelled; or an override has no reason. */
    public static final String RUN_WITHOUT_APPROVAL = "RUN_WITHOUT_APPROVAL";
    /** What was run is not the payload that was requested and approved. */
    public static final String RUN_HASH_MISMATCH = "RUN_HASH_MISMATCH";
    /** Fewer people had approved a run than its policy asks. */
    public static final String RUN_QUORUM_NOT_MET = "RUN_QUORUM_NOT_MET";
    /** Enough people approved a run only if somebody counts who speaks for whoever asked. */
    public static final String RUN_SELF_APPROVED = "RUN_SELF_APPROVED";
    /** The request had expired before it was run. */
    public static final String RUN_EXPIRED = "RUN_EXPIRED";
    /** The last approval that a run needed had been given for less time than it is held. */
    public static final String RUN_TOO_EARLY = "RUN_TOO_EARLY";
    /** The request had been run before. */
    public static final String RUN_REPLAYED = "RUN_REPLAYED";
    /** What a request says that its policy asks is not what the policy's rules say. */
    public static final String RUN_POLICY_MISMATCH = "RUN_POLICY_MISMATCH";
    /** A policy's digest is not that of its document. */
    public static final String POLICY_DIGEST_MISMATCH = "POLICY_DIGEST_MISMATCH";
    /** A request names a version of a policy that was not in force for it. */
    public static final String POLICY_UNKNOWN = "POLICY_UNKNOWN";
    /** What governance covers was changed without a request that people had approved. */
    public static final String CHANGE_WITHOUT_APPROVAL = "CHANGE_WITHOUT_APPROVAL";

    /** A warning: clocks of several processes may disagree without anything being wrong. */
    public static final String TIME_REGRESSED = "TIME_REGRESSED";
    /** A warning: an incremental export cannot show everything that the controls rest on. */
    public static final String CONTROLS_PARTIAL = "CONTROLS_PARTIAL";
    /** A warning: tokens are intact, and nobody checked whose they are. */
    public static final String TIMESTAMP_AUTHORITY_UNCHECKED = "TIMESTAMP_AUTHORITY_UNCHECKED";

    private Codes() {}
}
