package dev.agenthub.server.interleavings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays a log by the test's own idea of what may follow what. It reads bare JSON, knows what the policies ask because the test wrote them, and shares no
 * class with the product.
 */
final class LogModel {

    /** Refusals that say that a quorum does not stand. */
    private static final Set<String> NO_QUORUM = Set.of("RUN_QUORUM_NOT_MET", "KEY_REVOKED", "RUN_SELF_APPROVED");

    private final JsonMapper mapper = new JsonMapper();
    private final List<String> faults = new ArrayList<>();
    private final Standing standing = new Standing();
    private final Map<String, Rulebook> books = new HashMap<>();
    private final Map<UUID, LoggedRequest> requests = new LinkedHashMap<>();
    private final Map<String, UUID> runs = new HashMap<>();
    private final String policy;
    private final boolean inTurn;
    private Rulebook inForce = Rulebook.USUAL;

    private LogModel(UUID policy, boolean inTurn) {
        this.policy = policy.toString();
        this.inTurn = inTurn;
    }

    /** What it came to: the requests as they stand at the end, and what should not have been. */
    record Result(Map<UUID, LoggedRequest> requests, List<String> faults) {}

    /**
     * Replays these.
     *
     * @param inTurn whether nothing happened at once, so that a vote cannot have met the handing out of a key that makes it count no more
     */
    static Result replay(List<JsonNode> events, UUID policy, boolean inTurn) {
        LogModel model = new LogModel(policy, inTurn);
        for (int seq = 0; seq < events.size(); seq++) {
            JsonNode event = events.get(seq);
            model.apply(seq, event.get("type").asString(), event.get("data"),
                    Instant.parse(event.get("time").asString()));
        }
        return new Result(model.requests, model.faults);
    }

    private void fault(int seq, String what) {
        faults.add("Entry " + seq + ": " + what);
    }

    private void apply(int seq, String type, JsonNode data, Instant time) {
        standing.apply(seq, type, data);
        switch (type) {
            case "policy.published" -> published(seq, data, false);
            case "governance.set" -> published(seq, data, true);
            case "approval.requested" -> requested(seq, data, time);
            case "approval.decided", "override.used" -> decided(seq, data);
            case "approval.expired" -> end(seq, data, "expired");
            case "approval.cancelled" -> end(seq, data, "cancelled");
            case "run.refused" -> refused(seq, data);
            case "run.started" -> begins(seq, data, time);
            case "change.applied" -> {
                begins(seq, data, time);
                finish(seq, Standing.id(data, "request"), "executed");
            }
            case "run.finished" -> {
                UUID request = runs.remove(data.get("run").asString());
                if (request == null) {
                    fault(seq, "a run ended that had not begun");
                } else {
                    finish(seq, request, data.get("outcome").asString());
                }
            }
            default -> {
                // Of nothing that this is about.
            }
        }
    }

    private void published(int seq, JsonNode data, boolean governance) {
        Rulebook book = Rulebook.of(data.get("document"), governance);
        if (book != null) {
            books.put(version(data.get("policy").asString(), data.get("version").asInt()), book);
            if (!governance && data.get("policy").asString().equals(policy)) {
                inForce = book;
            }
        } else if (governance) {
            fault(seq, "a governance policy that nobody wrote");
        }
    }

    private static String version(String id, int version) {
        return id + "/" + version;
    }

    private void requested(int seq, JsonNode data, Instant time) {
        JsonNode agent = data.get("agent");
        String what = data.get(agent == null ? "kind" : "tool").asString();
        JsonNode version = data.get("policy");
        Rulebook book = books.get(version(version.get("id").asString(), version.get("version").asInt()));
        Demand demand = book == null ? null : book.demand(what);
        UUID id = Standing.id(data, "request");
        if (book == null || demand == null || demand.outcome().equals("deny")) {
            fault(seq, "no policy asked for anything of " + what);
            return;
        }
        List<String> asked = new ArrayList<>();
        data.get("required").forEach(need -> {
            for (int i = 0; i < need.get("count").asInt(); i++) {
                asked.add(need.get("group").asString());
            }
        });
        if (!asked.stream().sorted().toList().equals(demand.seats().stream().sorted().toList())) {
            fault(seq, what + " asks for " + asked + " and not for " + demand.seats());
        }
        Instant expires = Instant.parse(data.get("expiresAt").asString());
        LoggedRequest request = new LoggedRequest(id, seq, agent == null ? null : Standing.id(data, "agent"),
                agent == null ? Standing.id(data, "proposer") : null, what, demand, book.overrideGroup(),
                data.get("payloadHash").asString(), expires.minus(Duration.ofMinutes(demand.expiresMinutes())),
                expires);
        if (request.createdAt.isAfter(time)) {
            fault(seq, "expires later than its policy says");
        }
        if (requests.put(id, request) != null) {
            fault(seq, "is asked for a second time");
        }
    }

    private @Nullable LoggedRequest open(int seq, UUID id) {
        LoggedRequest request = requests.get(id);
        if (request == null) {
            fault(seq, "is about a request that nobody made");
        } else if (!request.isOpen()) {
            fault(seq, "is about a request that was " + request.state());
        }
        return request;
    }

    private void end(int seq, JsonNode data, String how) {
        LoggedRequest request = open(seq, Standing.id(data, "request"));
        if (request != null) {
            request.end = how;
        }
    }

    private void decided(int seq, JsonNode data) {
        JsonNode said = mapper.readTree(data.get("statement").asString());
        LoggedRequest request = open(seq, Standing.id(data, "request"));
        if (request == null) {
            return;
        }
        UUID member = Standing.id(said, "member");
        LoggedRequest.Vote vote = new LoggedRequest.Vote(said.get("decision").asString(), said.get("key").asString(),
                said.get("reason").asString(), Instant.parse(said.get("decidedAt").asString()));
        requireMayDecide(seq, request, member, vote);
        if (!said.get("request").asString().equals(request.id.toString())
                || !said.get("payloadHash").asString().equals(request.payloadHash)) {
            fault(seq, "a decision about something else");
        }
        request.votes.put(member, vote);
        switch (vote.decision()) {
            case "deny" -> request.end = "denied";
            case "override" -> request.approvedAt = vote.decidedAt();
            default -> {
                boolean met = request.demand.met(standing.counting(request));
                request.approvedAt = !met
                        ? null
                        : request.approvedAt == null ? vote.decidedAt() : request.approvedAt;
            }
        }
    }

    private void requireMayDecide(int seq, LoggedRequest request, UUID member, LoggedRequest.Vote vote) {
        String wrong = whyNot(request, member, vote);
        if (wrong != null) {
            fault(seq, "member " + member + " could not " + vote.decision() + " " + request.what + ": " + wrong);
        }
        if (!vote.decidedAt().isBefore(request.expiresAt) && request.approvedAt == null) {
            fault(seq, "was decided after it expired");
        }
    }

    private @Nullable String whyNot(LoggedRequest request, UUID member, LoggedRequest.Vote vote) {
        String right = wrongWord(request, member, vote);
        if (right != null) {
            return right;
        }
        return !standing.mayVote(member, vote.key())
                ? "no approver, or a revoked key"
                : standing.isBarred(request.demand, member)
                        ? "the policy excludes them"
                        : inTurn && standing.speaksFor(member, request.agent, request.proposer, request.seq)
                                ? "they speak for whoever asked"
                                : null;
    }

    private @Nullable String wrongWord(LoggedRequest request, UUID member, LoggedRequest.Vote vote) {
        LoggedRequest.Vote before = request.votes.get(member);
        boolean spoken = before != null && !before.decision().equals("withdraw");
        if (vote.decision().equals("withdraw")) {
            return spoken && !Objects.requireNonNull(before).decision().equals("deny") ? null : "nothing to withdraw";
        }
        boolean override = vote.decision().equals("override");
        if ((override || (request.demand.reason() && vote.decision().equals("approve"))) && vote.reason().isBlank()) {
            return "no reason";
        }
        boolean inGroup = override
                ? request.overrideGroup != null && standing.groups(member).contains(request.overrideGroup)
                : request.demand.seats().stream().anyMatch(standing.groups(member)::contains);
        return spoken ? "they have spoken" : inGroup ? null : "not in the group";
    }

    private void refused(int seq, JsonNode data) {
        String code = data.get("code").asString();
        UUID id = Standing.id(data, "request");
        if (code.equals("POLICY_DENIED")) {
            return;
        }
        LoggedRequest request = open(seq, id);
        if (request == null) {
            return;
        }
        request.end = "refused";
        boolean approved = request.demand.outcome().equals("allow") || standing.overridden(request)
                || request.demand.met(standing.counting(request));
        if (NO_QUORUM.contains(code) && approved) {
            fault(seq, request.what + " was refused as " + code + ", and enough had approved it");
        }
    }

    private void begins(int seq, JsonNode data, Instant time) {
        LoggedRequest request = open(seq, Standing.id(data, "request"));
        if (request == null) {
            return;
        }
        request.began = true;
        if (data.has("run")) {
            runs.put(data.get("run").asString(), request.id);
        }
        if (!data.get("payloadHash").asString().equals(request.payloadHash)) {
            fault(seq, "another payload than was asked for");
        }
        if (!time.isBefore(request.expiresAt)) {
            fault(seq, request.what + " began after it expired");
        }
        boolean overridden = request.agent != null && standing.overridden(request)
                && Objects.equals(request.overrideGroup, inForce.overrideGroup());
        if (!overridden) {
            requireApproved(seq, request, time);
        }
        if (request.agent != null && !standing.isEnabled(request.agent)) {
            fault(seq, request.what + " began for an agent that was disabled");
        }
    }

    private void requireApproved(int seq, LoggedRequest request, Instant time) {
        boolean met = request.demand.outcome().equals("allow") || request.demand.met(standing.counting(request));
        if (!met) {
            fault(seq, request.what + " began without its quorum: " + request.votes + ", of which count "
                    + standing.counting(request));
        } else if (request.approvedAt == null
                || time.isBefore(request.approvedAt.plus(Duration.ofMinutes(request.demand.holdMinutes())))) {
            fault(seq, request.what + " began at " + time + " while it was held, approved at " + request.approvedAt);
        }
        Demand now = request.agent == null ? null : inForce.demand(request.what);
        if (now != null && (now.outcome().equals("deny") || !request.demand.seats().containsAll(now.seats())
                || request.demand.seats().size() < now.seats().size())) {
            fault(seq, request.what + " began with less than the policy in force asks");
        }
    }

    private void finish(int seq, UUID id, String outcome) {
        LoggedRequest request = requests.get(id);
        if (request == null || request.end != null) {
            fault(seq, "the end of a request that had ended");
        } else {
            request.end = outcome;
        }
    }
}
