package dev.agenthub.server.interleavings;

import dev.agenthub.server.interleavings.DelegationsInForce.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * Replays a log by the test's own rules of what may follow what. It reads plain JSON, has
 * its own copy of the policies' rules, and shares no class with the product.
 */
final class LogModel {

    /** Refusals that say that a quorum does not stand. */
    private static final Set<String> NO_QUORUM = Set.of("RUN_QUORUM_NOT_MET", "KEY_REVOKED", "RUN_SELF_APPROVED");

    private final JsonMapper mapper = new JsonMapper();
    private final List<String> faults = new ArrayList<>();
    /** By how much the clock may have moved between a look at the members and the entry that tells of it, where many act at once. */
    private static final Duration MOVED = Duration.ofHours(4);

    private final DelegationsInForce delegations = new DelegationsInForce();
    private final WhoMayAct standing = new WhoMayAct(delegations);
    private final Map<String, TestPolicy> books = new HashMap<>();
    private final Map<UUID, LoggedRequest> requests = new LinkedHashMap<>();
    private final Set<String> challenges = new HashSet<>();
    private final Map<String, UUID> runs = new HashMap<>();
    private final String policy;
    private final boolean inTurn;
    private TestPolicy inForce = TestPolicy.DEFAULT;

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
            model.apply(seq, event.get("type").asString(), event,
                    Instant.parse(event.get("time").asString()));
        }
        return new Result(model.requests, model.faults);
    }

    private void fault(int seq, String what) {
        faults.add("Entry " + seq + ": " + what);
    }

    private void apply(int seq, String type, JsonNode event, Instant time) {
        JsonNode data = event.get("data");
        standing.apply(seq, type, data);
        String wrong = delegations.apply(type, data);
        if (wrong != null) {
            fault(seq, wrong);
        }
        switch (type) {
            case "policy.published" -> published(seq, data, false);
            case "governance.set" -> published(seq, data, true);
            case "approval.requested" -> requested(seq, event, time);
            case "approval.escalated" -> escalated(seq, data, time);
            case "approval.decided", "override.used" -> decided(seq, data, time);
            case "approval.expired" -> end(seq, data, "expired");
            case "approval.cancelled" -> end(seq, data, "cancelled");
            case "run.refused" -> refused(seq, data, time);
            case "run.started" -> begins(seq, data, time);
            case "change.applied" -> {
                begins(seq, data, time);
                finish(seq, WhoMayAct.id(data, "request"), "executed");
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
        TestPolicy book = TestPolicy.of(data.get("document"), governance);
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

    /** When members were looked at for this entry, at the widest. */
    private Moment around(Instant time) {
        return new Moment(inTurn ? time : time.minus(MOVED), time);
    }

    private void requested(int seq, JsonNode event, Instant time) {
        JsonNode data = event.get("data");
        JsonNode agent = data.get("agent");
        String what = data.get(agent == null ? "kind" : "tool").asString();
        JsonNode version = data.get("policy");
        TestPolicy book = books.get(version(version.get("id").asString(), version.get("version").asInt()));
        ExpectedTerms demand = book == null ? null : book.demand(what);
        UUID id = WhoMayAct.id(data, "request");
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
        LoggedRequest request = new LoggedRequest(id, seq, agent == null ? null : WhoMayAct.id(data, "agent"),
                agent == null ? WhoMayAct.id(data, "proposer") : null, what, demand, book.overrideGroup(),
                data.get("payloadHash").asString(), expires.minus(Duration.ofMinutes(demand.expiresMinutes())),
                expires);
        if (request.createdAt.isAfter(time)) {
            fault(seq, "expires later than its policy says");
        }
        if (data.has("replaces")) {
            edited(seq, event, request);
        }
        if (requests.put(id, request) != null) {
            fault(seq, "is asked for a second time");
        }
    }

    /** A request that a member made of an earlier one, which ends with that, and its votes with it. */
    private void edited(int seq, JsonNode event, LoggedRequest request) {
        JsonNode data = event.get("data");
        event.get("data").get("editors").forEach(editor -> request.editors.add(UUID.fromString(editor.asString())));
        LoggedRequest earlier = requests.get(WhoMayAct.id(data, "replaces"));
        if (earlier == null || !Objects.equals(earlier.agent, request.agent) || !earlier.what.equals(request.what)
                || !"cancelled".equals(earlier.end) || earlier.replaced || earlier.began) {
            fault(seq, "is made of a request that was not there to be replaced");
            return;
        }
        earlier.replaced = true;
        UUID by = WhoMayAct.id(event.get("actor"), "id");
        if (!event.get("actor").get("kind").asString().equals("member") || !standing.mayEdit(by, earlier)) {
            fault(seq, "was edited by somebody who may not");
        }
        Set<UUID> editors = new HashSet<>(earlier.editors);
        editors.add(by);
        if (!editors.equals(request.editors)) {
            fault(seq, "was edited by " + editors + ", and says " + request.editors);
        }
    }

    private void escalated(int seq, JsonNode data, Instant time) {
        LoggedRequest request = open(seq, WhoMayAct.id(data, "request"));
        if (request == null) {
            return;
        }
        ExpectedTerms.Escalation escalation = request.demand.escalation();
        if (escalation == null || request.escalated || request.approvedAt != null
                || !data.get("group").asString().equals(escalation.group()) || !request.isDue(time)) {
            fault(seq, request.what + " was escalated without need");
        }
        request.escalated = true;
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
        LoggedRequest request = open(seq, WhoMayAct.id(data, "request"));
        if (request != null) {
            request.end = how;
        }
    }

    private void decided(int seq, JsonNode data, Instant time) {
        JsonNode said = mapper.readTree(data.get("statement").asString());
        LoggedRequest request = open(seq, WhoMayAct.id(data, "request"));
        if (request == null) {
            return;
        }
        if (!challenges.add(said.get("challenge").asString())) {
            fault(seq, "a fetch served for two decisions");
        }
        UUID member = WhoMayAct.id(said, "member");
        LoggedRequest.Vote vote = new LoggedRequest.Vote(said.get("decision").asString(), said.get("key").asString(),
                said.get("reason").asString(), Instant.parse(said.get("decidedAt").asString()));
        requireMayDecide(seq, request, member, vote, time);
        if (!said.get("request").asString().equals(request.id.toString())
                || !said.get("payloadHash").asString().equals(request.payloadHash)) {
            fault(seq, "a decision about something else");
        }
        request.votes.put(member, vote);
        switch (vote.decision()) {
            case "deny" -> request.end = "denied";
            case "override" -> request.approvedAt = vote.decidedAt();
            default -> {
                boolean met = request.demand.met(standing.counting(request, around(time)));
                request.approvedAt = !met
                        ? null
                        : request.approvedAt == null ? vote.decidedAt() : request.approvedAt;
            }
        }
    }

    private void requireMayDecide(int seq, LoggedRequest request, UUID member, LoggedRequest.Vote vote,
            Instant time) {
        String wrong = whyNot(request, member, vote, time);
        if (wrong != null) {
            fault(seq, "member " + member + " could not " + vote.decision() + " " + request.what + ": " + wrong);
        }
        if (!vote.decidedAt().isBefore(request.expiresAt) && request.approvedAt == null) {
            fault(seq, "was decided after it expired");
        }
        if (inTurn && request.approvedAt == null && !request.escalated && request.isDue(time)) {
            fault(seq, request.what + " was decided before others were asked too, for whom it was time");
        }
    }

    private @Nullable String whyNot(LoggedRequest request, UUID member, LoggedRequest.Vote vote, Instant time) {
        String right = wrongWord(request, member, vote, time);
        if (right != null) {
            return right;
        }
        return !standing.mayVote(member, vote.key())
                ? "no approver, or a revoked key"
                : standing.isBarred(request.demand, member)
                        ? "the policy excludes them"
                        : standing.asks(member, request) || (inTurn && standing.speaksFor(member, request))
                                ? "they speak for whoever asked"
                                : null;
    }

    private @Nullable String wrongWord(LoggedRequest request, UUID member, LoggedRequest.Vote vote,
            Instant time) {
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
                : standing.isAsked(request, member, around(time));
        return spoken ? "they have spoken" : inGroup ? null : "not in the group";
    }

    private void refused(int seq, JsonNode data, Instant time) {
        String code = data.get("code").asString();
        UUID id = WhoMayAct.id(data, "request");
        if (code.equals("POLICY_DENIED")) {
            return;
        }
        LoggedRequest request = open(seq, id);
        if (request == null) {
            return;
        }
        request.end = "refused";
        boolean approved = request.demand.outcome().equals("allow") || isOverridden(request)
                || request.demand.met(standing.counting(request, inTurn ? around(time) : null));
        if (NO_QUORUM.contains(code) && approved) {
            fault(seq, request.what + " was refused as " + code + ", and enough had approved it");
        }
    }

    /** Whether somebody overrode the votes who still may: a policy that has come into force since may take that away. */
    private boolean isOverridden(LoggedRequest request) {
        return request.agent != null && standing.overridden(request)
                && Objects.equals(request.overrideGroup, inForce.overrideGroup());
    }

    private void begins(int seq, JsonNode data, Instant time) {
        LoggedRequest request = open(seq, WhoMayAct.id(data, "request"));
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
        if (!isOverridden(request)) {
            requireApproved(seq, request, time);
        }
        if (request.agent != null && !standing.isEnabled(request.agent)) {
            fault(seq, request.what + " began for an agent that was disabled");
        }
    }

    private void requireApproved(int seq, LoggedRequest request, Instant time) {
        boolean met = request.demand.outcome().equals("allow")
                || request.demand.met(standing.counting(request, around(time)));
        if (!met) {
            fault(seq, request.what + " began without its quorum: " + request.votes + ", of which count "
                    + standing.counting(request, around(time)));
        } else if (request.approvedAt == null
                || time.isBefore(request.approvedAt.plus(Duration.ofMinutes(request.demand.holdMinutes())))) {
            fault(seq, request.what + " began at " + time + " while it was held, approved at " + request.approvedAt);
        }
        ExpectedTerms now = request.agent == null ? null : inForce.demand(request.what);
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
