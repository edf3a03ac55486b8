package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.CanonicalScanner;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Checks in one pass whether stored bytes are a canonical event, and records the offsets of its parts; {@link AuditEvent#parse} accepts
 * whatever this accepts. One instance is reused for many events. Not thread-safe.
 *
 * <p>Canonical members have one order, so the envelope is compared piece by piece and only {@code data} and free texts are scanned. What is
 * not proven may still be an event: the parser decides then, and says what is wrong.
 */
public final class EventScan {

    private static final byte[] ACTOR = ascii("{\"actor\":{\"id\":");
    private static final List<ActorKind> KINDS = List.of(ActorKind.values());
    /** The same kinds with what stands before and after them. */
    private static final List<byte[]> KINDS_IN_PLACE = KINDS.stream()
            .map(kind -> ascii(",\"kind\":\"" + kind.word() + "\",\"name\":")).toList();
    private static final byte[] DATA = ascii("},\"data\":");
    private static final byte[] ID = ascii(",\"id\":\"");
    private static final byte[] NONCE = ascii("\",\"nonce\":\"");
    private static final byte[] ORG = ascii("\",\"org\":\"");
    private static final byte[] SUBJECT = ascii("\",\"subject\":{\"id\":");
    private static final byte[] SUBJECT_KIND = ascii(",\"kind\":");
    private static final byte[] TIME = ascii("},\"time\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":");
    private static final byte[] WORKSPACE = ascii(",\"v\":\"" + AuditEvent.VERSION + "\",\"workspace\":");
    private static final byte[] NO_WORKSPACE = ascii("null}");
    private static final byte[] END = ascii("\"}");

    private final TimeScan time = new TimeScan();

    private byte[] in = {};
    private int end;
    /** Where the scan has come to; negative once something was not as expected. */
    private int at;
    private int actorId;
    private int actorKind;
    private int actorName;
    private int data;
    private int dataEnd;
    private int id;
    private int nonce;
    private int org;
    private int subjectId;
    private int subjectKind;
    private int typeFrom;
    private int typeTo;
    private int workspace;

    /**
     * Whether these bytes are proven to be a canonical event. The other methods are valid only after true, and only while the array is
     * unchanged.
     */
    public boolean proves(byte[] bytes, int from, int to) {
        in = bytes;
        end = to;
        at = from;
        if (to - from > CanonicalJson.DEFAULT_LIMIT) {
            return false;
        }
        return actor() && data() && names() && subject() && timeAndType() && workspace() && at == end;
    }

    private boolean actor() {
        literal(ACTOR);
        actorId = at;
        string();
        if (at < 0) {
            return false;
        }
        for (int kind = 0; kind < KINDS.size(); kind++) {
            byte[] words = KINDS_IN_PLACE.get(kind);
            if (isAt(at, words)) {
                actorKind = kind;
                actorName = at + words.length;
                at = CanonicalScanner.string(in, actorName, end);
                return at >= 0;
            }
        }
        return false;
    }

    private boolean data() {
        literal(DATA);
        data = at;
        if (at >= 0) {
            at = CanonicalScanner.object(in, at, end, 1);
            dataEnd = at;
        }
        return at >= 0;
    }

    private boolean names() {
        literal(ID);
        id = at;
        uuid();
        if (at < 0 || !Uuids.isVersion7(in, id)) {
            return false;
        }
        literal(NONCE);
        nonce = at;
        nonce();
        literal(ORG);
        org = at;
        uuid();
        return at >= 0;
    }

    private boolean subject() {
        literal(SUBJECT);
        subjectId = at;
        string();
        literal(SUBJECT_KIND);
        subjectKind = at;
        string();
        return at >= 0;
    }

    private boolean timeAndType() {
        literal(TIME);
        time();
        literal(TYPE);
        typeFrom = at + 1;
        string();
        typeTo = at - 1;
        return at >= 0 && EventType.isAt(in, typeFrom, typeTo);
    }

    private boolean workspace() {
        literal(WORKSPACE);
        workspace = -1;
        if (at >= 0 && isAt(at, NO_WORKSPACE)) {
            at += NO_WORKSPACE.length;
        } else if (at >= 0 && at < end && in[at] == '"') {
            at++;
            workspace = at;
            uuid();
            literal(END);
        } else {
            return false;
        }
        return at >= 0;
    }

    private void literal(byte[] wanted) {
        if (at >= 0) {
            at = isAt(at, wanted) ? at + wanted.length : -1;
        }
    }

    private boolean isAt(int from, byte[] wanted) {
        return from + wanted.length <= end && Arrays.equals(in, from, from + wanted.length, wanted, 0, wanted.length);
    }

    private void string() {
        if (at >= 0) {
            at = CanonicalScanner.string(in, at, end);
        }
    }

    private void uuid() {
        if (at >= 0) {
            at = Uuids.isAt(in, at, end) ? at + Uuids.LENGTH : -1;
        }
    }

    private void nonce() {
        if (at >= 0) {
            at = Nonce.isAt(in, at, end) ? at + Nonce.TEXT_LENGTH : -1;
        }
    }

    private void time() {
        if (at >= 0) {
            at = time.reads(in, at, end) ? at + TimeScan.LENGTH : -1;
        }
    }

    /** The moment of the event, in microseconds since 1970. */
    public long timeMicros() {
        return time.micros();
    }

    /** Whether the event belongs to the organization of this UUID's text. */
    public boolean isOf(byte[] organization) {
        return isAt(org, organization);
    }

    /** Whether the event is of this type, in ASCII. */
    public boolean isOfType(byte[] type) {
        return Arrays.equals(in, typeFrom, typeTo, type, 0, type.length);
    }

    /** Whether these bytes stand somewhere in its data. */
    public boolean holdsInData(byte[] bytes) {
        for (int from = data; from <= dataEnd - bytes.length; from++) {
            if (isAt(from, bytes)) {
                return true;
            }
        }
        return false;
    }

    /** The event itself, whose time is cut to microseconds as it is written. */
    public AuditEvent event() {
        if (!(CanonicalJson.value(Arrays.copyOfRange(in, data, dataEnd)) instanceof JsonObject object)) {
            throw new IllegalStateException("No event was proven");
        }
        return new AuditEvent(new Actor(string(actorId), KINDS.get(actorKind), string(actorName)), object,
                UUID.fromString(ascii(id, Uuids.LENGTH)), new Nonce(ascii(nonce, Nonce.TEXT_LENGTH)),
                UUID.fromString(ascii(org, Uuids.LENGTH)), new Subject(string(subjectId), string(subjectKind)),
                Timestamps.ofMicros(time.micros()), string(typeFrom - 1),
                workspace < 0 ? null : UUID.fromString(ascii(workspace, Uuids.LENGTH)));
    }

    /** The text of the string whose opening quote stands here. */
    private String string(int from) {
        int to = CanonicalScanner.string(in, from, end);
        String text = new String(in, from + 1, to - from - 2, StandardCharsets.UTF_8);
        boolean escaped = text.indexOf('\\') >= 0;
        return escaped && JsonValue.parse(Arrays.copyOfRange(in, from, to)) instanceof JsonString(String plain)
                ? plain
                : text;
    }

    private String ascii(int from, int length) {
        return new String(in, from, length, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
