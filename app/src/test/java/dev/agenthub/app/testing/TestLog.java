package dev.agenthub.app.testing;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Nonce;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A real log in memory, with linked events and signed checkpoints. */
public final class TestLog {
    public static final UUID ORG = UUID.fromString("0199aa11-0000-7000-8000-000000000001");
    public static final Instant START = Instant.parse("2026-11-23T09:00:00.123456Z");

    private static final long MINUTE = 61;
    private static final String POLICY = "{\"rules\":[{\"outcome\":\"allow\"}]}";
    private static final String POLICY_DIGEST = Hash.sha256(POLICY.getBytes(StandardCharsets.UTF_8)).hex();

    private final Origin origin;
    private final NoteSigner signer;
    private final List<byte[]> events = new ArrayList<>();
    private final List<Hash> links = new ArrayList<>();
    private final CompactRange tree = new CompactRange();

    /** A log that was opened and nothing more, whose origin begins with this name. */
    public TestLog(String deployment) {
        this.origin = new Origin(deployment, ORG, 1);
        this.signer = new NoteSigner(origin.toString(),
                Hash.sha256(deployment.getBytes(StandardCharsets.UTF_8)).bytes());
        append("log.opened", ActorKind.SYSTEM, "AgentHub", new Subject(ORG.toString(), "organization"),
                JsonObject.builder().put("origin", origin.toString()).build());
    }

    /** A log in which two people approved a refund and it ran. */
    public static TestLog withARefund() {
        var request = new Subject(id("request").toString(), "request");
        return new TestLog("northwind").append("member.changed", "AgentHub",
                new Subject(id("Ada Lind").toString(), "member"),
                "{\"active\":true,\"groups\":[\"approvers\"],\"member\":\"" + id("Ada Lind")
                        + "\",\"roles\":[\"owner\"]}")
                .append("approval.requested", "Support agent", request, "{\"request\":\"" + id("request") + "\"}")
                .append("approval.decided", "Ada Lind", request, "{\"request\":\"" + id("request") + "\"}")
                .append("approval.decided", "Ben Osei", request, "{\"request\":\"" + id("request") + "\"}")
                .append("run.started", "AgentHub", new Subject(id("run").toString(), "run"),
                        "{\"run\":\"" + id("run") + "\"}");
    }

    /** Appends an event whose data is this JSON text. */
    public TestLog append(String type, String who, Subject subject, String data) {
        return append(type, ActorKind.MEMBER, who, subject,
                (JsonObject) JsonValue.parse(data.getBytes(StandardCharsets.UTF_8)));
    }

    private TestLog append(String type, ActorKind kind, String who, Subject subject, JsonObject data) {
        int seq = events.size();
        var actor = new Actor(id(who).toString(), kind, who);
        var nonce = Nonce.of(ByteBuffer.allocate(Nonce.LENGTH).putInt(seq).array());
        var event = new AuditEvent(actor, data, id("event " + seq), nonce, ORG, subject,
                START.plusSeconds(MINUTE * seq), type, null);
        byte[] bytes = event.canonicalBytes();
        Hash previous = seq == 0 ? Chain.genesis(origin) : links.getLast();
        Hash link = Chain.link(seq, previous, Chain.event(bytes));
        events.add(bytes);
        links.add(link);
        tree.append(link);
        return this;
    }

    /** Publishes a policy that allows everything. */
    public TestLog allowing() {
        return append("policy.published", "AgentHub", new Subject(id("policy").toString(), "policy"),
                "{\"digest\":\"" + POLICY_DIGEST + "\",\"document\":" + POLICY
                        + ",\"name\":\"Everything\",\"policy\":\""
                        + id("policy") + "\",\"version\":1}");
    }

    /** Appends a request that this policy allows, so that it needs nobody's signature. */
    public TestLog allowed(UUID request, String tool, String payloadHash) {
        return append("approval.requested", "Support agent", new Subject(request.toString(), "request"),
                """
                        {"agent":"%s","expiresAt":"%s","payloadHash":"%s","policy":{"digest":"%s","id":"%s","version":1},
                         "request":"%s","required":[],"rules":[0],"terms":{"escalation":null,"excluded":{"groups":[],"members":[]},
                         "holdSeconds":0,"override":null,"reason":false,"stepUp":false},"tool":"%s","unevaluated":[]}
                        """
                        .formatted(id("Support agent"), Timestamps.format(START.plusSeconds(3600)), payloadHash,
                                POLICY_DIGEST,
                                id("policy"), request, tool));
    }

    /** The payload, in canonical form, of a request of {@link #allowed} that calls this address. */
    public static byte[] payload(UUID request, String url) {
        return JsonObject.builder().put("agent", id("Support agent").toString())
                .put("call", JsonObject.builder().put("http", JsonObject.builder().put("url", url).build()).build())
                .put("expiresAt", Timestamps.format(START.plusSeconds(3600))).put("org", ORG.toString())
                .put("policy", JsonObject.builder().put("digest", POLICY_DIGEST).put("id", id("policy").toString())
                        .put("version", 1).build())
                .put("request", request.toString()).put("v", PayloadHash.ACTION).build().canonicalBytes();
    }

    /** Appends so many connector calls. */
    public TestLog calls(int count) {
        return calls(count, "/tickets");
    }

    /** Appends so many connector calls to this path. */
    public TestLog calls(int count, String path) {
        for (int i = 0; i < count; i++) {
            append("connector.called", "Support agent", new Subject(id("connector").toString(), "connector"),
                    "{\"connector\":\"" + id("connector") + "\",\"path\":\"" + path + "\",\"status\":200}");
        }
        return this;
    }

    /** A stable identifier for a name. */
    public static UUID id(String name) {
        byte[] bytes = Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes();
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x70);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** Writes the whole log as an export, and returns the file. */
    public Path export(Path file) throws IOException {
        return exportWithEvent(file, 0, events.getFirst());
    }

    /** As above, with these payloads. */
    public Path export(Path file, List<byte[]> payloads) throws IOException {
        try (var writer = ExportWriter.open(Files.newOutputStream(file), origin, 0, null)) {
            for (int seq = 0; seq < events.size(); seq++) {
                writer.event(events.get(seq), links.get(seq));
            }
            for (byte[] payload : payloads) {
                writer.payload(PayloadHash.of(payload), payload);
            }
            writer.checkpoint(note());
        }
        return file;
    }

    /** Writes what came after so many entries as an incremental export. */
    public Path exportSince(Path file, int size) throws IOException {
        CompactRange before = new CompactRange();
        links.subList(0, size - 1).forEach(before::append);
        var frontier = Frontier.of(before, links.get(size - 1));
        try (var writer = ExportWriter.open(Files.newOutputStream(file), origin, size, frontier)) {
            for (int seq = size; seq < events.size(); seq++) {
                writer.event(events.get(seq), links.get(seq));
            }
            writer.checkpoint(note());
        }
        return file;
    }

    /** Writes the log as an export in which one event is another than the one that was linked. */
    public Path exportWithEvent(Path file, int changed, byte[] event) throws IOException {
        try (var writer = ExportWriter.open(Files.newOutputStream(file), origin, 0, null)) {
            for (int seq = 0; seq < events.size(); seq++) {
                writer.event(seq == changed ? event : events.get(seq), links.get(seq));
            }
            writer.checkpoint(note());
        }
        return file;
    }

    /** The checkpoint of the whole log. */
    public Checkpoint checkpoint() {
        return new Checkpoint(origin.toString(), tree.size(), tree.root());
    }

    /** The signed checkpoint of the whole log. */
    public String note() {
        return checkpoint().sign(signer);
    }

    /** A pin of the log as it is now. */
    public Pin pin() {
        return new Pin(note(), signer.verifierKey());
    }

    public NoteSigner signer() {
        return signer;
    }

    public Origin origin() {
        return origin;
    }

    /** The number of events. */
    public int size() {
        return events.size();
    }

    /** The bytes of an entry's event. */
    public byte[] event(int seq) {
        return events.get(seq);
    }

    /** An entry's link in the chain. */
    public Hash link(int seq) {
        return links.get(seq);
    }
}
