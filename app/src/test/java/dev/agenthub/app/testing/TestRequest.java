package dev.agenthub.app.testing;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.ChangeSummary;
import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.LatestDecision;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.Vote;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request of the {@link TestBackend}. Tests change its fields. */
public final class TestRequest {
    /** The digest of the policy that each payload names. */
    public static final String POLICY_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public final UUID id = UUID.randomUUID();
    /** Who asks; in the payload from the next one on. */
    public UUID agent = UUID.randomUUID();
    public String agentName = "Support agent";
    public final List<Vote> votes = new ArrayList<>();
    public String tool = "refunds.create";
    public String title = "Refund 480.00 EUR to cus_9fKq2";
    public @Nullable String says = "The customer received a broken lamp and sent two photos. Order 10482 was paid in full.";
    public Risk risk = Risk.HIGH;
    public RequestState state = RequestState.PENDING;
    public List<Requirement> required = List.of(new Requirement(2, "approvers"));
    public Eligibility eligibility = Eligibility.yes();
    public ApprovalTerms terms = ApprovalTerms.NONE;
    /** Whether the member who looks may cancel it. */
    public boolean cancellable;
    /** Whether the member who looks may edit it. */
    public boolean editable;
    /** Decisions about it are refused with this. */
    public @Nullable ErrorCode refuses;
    /** Why its payload can't be fetched; null where it can. */
    public @Nullable ErrorCode withholds;
    /** Decisions about it get no answer, and are not taken. */
    public boolean silent;
    /** Decisions about it are taken, and so many answers are lost. */
    public int lostAnswers;
    /** The proposed change; null for an agent's action. */
    public @Nullable ChangeSummary change;
    public @Nullable RequestHistory history = new RequestHistory(0, null, 0, 0, null, false, List.of(), List.of(),
            List.of(),
            List.of());
    public @Nullable String refusal;
    public @Nullable RunResult run;
    public Instant createdAt = Instant.now().minusSeconds(130);
    public Instant expiresAt = Instant.now().plusSeconds(3480);
    /** The bytes that are sent to whoever fetches it. */
    public byte[] payload = new byte[0];
    /** Of the definition of its tool, in payloads that are rendered from now on. */
    public String toolDigest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    /** The payload hash that the backend tells, true or not. */
    public String claimedHash = "";
    /** What the backend sends for the file at each position, whatever the payload says. */
    public final List<byte[]> files = new ArrayList<>();
    private final List<JsonValue> namedFiles = new ArrayList<>();

    /** A request of the test backend's organization to call a service with these arguments. */
    public static TestRequest of(JsonObject arguments) {
        return new TestRequest().with(TestBackend.ORG, arguments, "https://example.com/r");
    }

    /** As {@link #of}, with nothing but an amount. */
    public static TestRequest refund(String amount) {
        return of(JsonObject.builder().put("amount", amount).build());
    }

    /** Lets the backend list it and answer for it. */
    public TestRequest addedTo(TestBackend backend) {
        backend.requests.add(this);
        return this;
    }

    /** From the next payload on it names this file, and sends it. */
    public TestRequest withFile(String name, String mediaType, byte[] content) {
        files.add(content);
        namedFiles.add(JsonObject.builder().put("mediaType", mediaType).put("name", name)
                .put("sha256", Hash.sha256(content).hex()).put("size", content.length).build());
        return this;
    }

    /** Becomes a member's proposal to publish a policy that allows everything. */
    public TestRequest asProposal(UUID org, UUID proposer, String proposerName) {
        JsonObject document = JsonObject.builder()
                .put("rules", JsonArray.of(JsonObject.builder().put("outcome", "allow").build())).build();
        String policy = "0190f1c2-0000-7000-8000-000000000009";
        change = new ChangeSummary("policy.publish", "policy", policy, proposer, proposerName);
        title = "Publish version 4 of the policy Customer care";
        payload = JsonObject.builder()
                .put("after", JsonObject.builder().put("document", document).put("name", "Customer care").build())
                .put("before", "e".repeat(64)).put("createdAt", "2026-11-23T17:00:00.000000Z")
                .put("expiresAt", "2026-11-23T18:00:00.000000Z").put("kind", "policy.publish")
                .put("nonce", "9u3mZ0m1l8hV2q3s4t5u6w").put("org", org.toString())
                .put("policy", JsonObject.builder().put("digest", POLICY_DIGEST)
                        .put("id", "0190f1c2-0000-7000-8000-000000000002").put("version", 3).build())
                .put("proposer", proposer.toString()).put("request", id.toString())
                .put("subject", JsonObject.builder().put("id", policy).put("kind", "policy").build())
                .put("v", "agenthub/change/v1").putNull("workspace").build().canonicalBytes();
        claimedHash = PayloadHash.ofChange(payload).hex();
        return this;
    }

    /** Renders a payload around {@code arguments} and believes in it. */
    public TestRequest with(UUID org, JsonObject arguments, String url) {
        payload = payload(org, arguments, url).canonicalBytes();
        claimedHash = PayloadHash.of(payload).hex();
        return this;
    }

    private JsonObject payload(UUID org, JsonObject arguments, String url) {
        JsonObject.Builder http = JsonObject.builder().put("body", arguments)
                .put("headers", JsonObject.builder().put("Content-Type", "application/json")
                        .put("Idempotency-Key", id.toString()).build())
                .put("method", "POST").put("url", url);
        if (!namedFiles.isEmpty()) {
            http.put("attachments", JsonObject.builder().put("as", "multipart").put("field", "file").build());
        }
        return JsonObject.builder().put("agent", agent.toString()).put("arguments", arguments)
                .put("attachments", new JsonArray(namedFiles))
                .put("call", JsonObject.builder().put("http", http.build()).build())
                .put("connector", "0190f1c2-0000-7000-8000-000000000001")
                .put("createdAt", "2026-11-23T17:00:00.000000Z").put("expiresAt", "2026-11-23T18:00:00.000000Z")
                .put("nonce", "9u3mZ0m1l8hV2q3s4t5u6w").put("org", org.toString())
                .put("policy", JsonObject.builder().put("digest", POLICY_DIGEST)
                        .put("id", "0190f1c2-0000-7000-8000-000000000002").put("version", 3).build())
                .put("request", id.toString())
                .put("tool",
                        JsonObject.builder()
                                .put("digest", toolDigest)
                                .put("name", tool).build())
                .put("v", "agenthub/action/v1").put("workspace", "0190f1c2-0000-7000-8000-000000000003").build();
    }

    RequestSummary summary() {
        int approvals = (int) votes.stream().filter(vote -> vote.decision().equals("approve")).count();
        boolean action = change == null;
        return new RequestSummary(id, action ? agent : null, action ? agentName : null, action ? id : null,
                action ? "Customer care" : null, action ? tool : null, change, title, risk, state,
                claimedHash, createdAt, expiresAt, approvals, required.stream().mapToInt(Requirement::count).sum(),
                votes.isEmpty() ? null : latest(votes.getLast()));
    }

    private static LatestDecision latest(Vote vote) {
        return new LatestDecision(vote.member(), vote.name(), vote.decision(), vote.decidedAt());
    }

    /** What the backend tells of it now. */
    public RequestDetail detail() {
        return new RequestDetail(summary(), says, required,
                new PolicyVersion(UUID.fromString("0190f1c2-0000-7000-8000-000000000002"), 3, POLICY_DIGEST),
                List.copyOf(votes), List.of(), eligibility, refusal, run, cancellable, editable, null, null,
                terms);
    }
}
