package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which changes an event can be, and the state that a proposal of that change has named (SPEC.md, governance). */
final class GovernedEvents {

    private static final Map<String, Set<ChangeKind>> KINDS = Map.ofEntries(
            Map.entry(EventType.GOVERNANCE_SET, Set.of(ChangeKind.GOVERNANCE_SET)),
            Map.entry(EventType.POLICY_PUBLISHED, Set.of(ChangeKind.POLICY_PUBLISH)),
            Map.entry(EventType.MEMBER_CHANGED, Set.of(ChangeKind.MEMBER_CHANGE, ChangeKind.INVITATION_CREATE)),
            Map.entry(EventType.MEMBER_INVITED, Set.of(ChangeKind.INVITATION_CREATE)),
            Map.entry(EventType.GROUP_CREATED, Set.of(ChangeKind.GROUP_CHANGE)),
            Map.entry(EventType.AGENT_INSTALLED, Set.of(ChangeKind.AGENT_INSTALL)),
            Map.entry(EventType.AGENT_UPDATED, Set.of(ChangeKind.AGENT_UPDATE)),
            Map.entry(EventType.AGENT_KEY_ISSUED, Set.of(ChangeKind.AGENT_KEY_ISSUE, ChangeKind.AGENT_INSTALL)),
            Map.entry(EventType.CONNECTOR_AUTHORIZED, Set.of(ChangeKind.CONNECTION_AUTHORIZE)),
            Map.entry(EventType.CONNECTOR_SCOPES_ACCEPTED, Set.of(ChangeKind.CONNECTION_SCOPES)),
            Map.entry(EventType.BILLING_BUDGET_CHANGED, Set.of(ChangeKind.BUDGET_CHANGE)),
            Map.entry(EventType.BILLING_SETTLED, Set.of(ChangeKind.RESERVATION_SETTLE)));

    private GovernedEvents() {}

    /** What governance has to judge about this event, with what else the controls take from it; just that where it is none of these. */
    public static @Nullable ControlEvent wrap(long seq, AuditEvent event, @Nullable ControlEvent read) {
        Set<ChangeKind> kinds = KINDS.get(event.type());
        if (kinds == null) {
            return read;
        }
        JsonObject data = event.data();
        String member = EventType.changeMember(event.type());
        UUID request = data.get(member) == null ? null : Uuids.parse(data.string(member));
        return new ControlEvent.Governed(seq, event.type(), kinds, request,
                request == null ? Set.of() : subjects(event.type(), data),
                request == null ? Map.of() : states(event.type(), data),
                request == null ? null : handedOn(event.type(), data), read);
    }

    /** What the event is about, each as a proposal would name it. */
    private static Set<Subject> subjects(String type, JsonObject data) {
        Set<Subject> subjects = new HashSet<>();
        for (String kind : List.of("agent", "connector", "group", "member", "run", "workspace")) {
            if (data.get(kind) instanceof JsonString(String id)) {
                subjects.add(new Subject(id, kind));
            }
        }
        if (data.get("policy") instanceof JsonString(String id)) {
            subjects.add(new Subject(id, type.equals(EventType.GOVERNANCE_SET) ? "governance" : "policy"));
        }
        return subjects;
    }

    private static Map<ChangeKind, Hash> states(String type, JsonObject data) {
        Map<ChangeKind, Hash> states = new EnumMap<>(ChangeKind.class);
        switch (type) {
            case EventType.GOVERNANCE_SET -> states.put(ChangeKind.GOVERNANCE_SET, hash(data, "document"));
            case EventType.POLICY_PUBLISHED -> states.put(ChangeKind.POLICY_PUBLISH, hash(data, "document", "name"));
            case EventType.MEMBER_CHANGED ->
                states.put(ChangeKind.MEMBER_CHANGE, hash(data, "active", "groups", "roles", "workspaces"));
            case EventType.MEMBER_INVITED ->
                states.put(ChangeKind.INVITATION_CREATE, hash(data, "groups", "name", "roles"));
            case EventType.GROUP_CREATED -> states.put(ChangeKind.GROUP_CHANGE, hash(data, "group"));
            case EventType.AGENT_INSTALLED -> states.put(ChangeKind.AGENT_INSTALL, manifest(data));
            case EventType.AGENT_UPDATED -> states.put(ChangeKind.AGENT_UPDATE, manifest(data));
            case EventType.AGENT_KEY_ISSUED -> states.put(ChangeKind.AGENT_KEY_ISSUE, hash(data, "agent"));
            case EventType.CONNECTOR_AUTHORIZED -> states.put(ChangeKind.CONNECTION_AUTHORIZE,
                    hash(data, "asked", "baseUrl", "name", "service", "workspace"));
            case EventType.CONNECTOR_SCOPES_ACCEPTED ->
                states.put(ChangeKind.CONNECTION_SCOPES, hash(data, "accepted", "connector"));
            case EventType.BILLING_BUDGET_CHANGED -> states.put(ChangeKind.BUDGET_CHANGE,
                    hash(data, "cap", "connector", "currency", "period", "workspace"));
            case EventType.BILLING_SETTLED -> states.put(ChangeKind.RESERVATION_SETTLE,
                    hash(data, "amount", "connector", "currency", "outcome", "reason", "request", "run", "workspace"));
            default -> throw new IllegalArgumentException(type);
        }
        return states;
    }

    /** An agent's wanted state is its manifest, which its event names by digest. */
    private static Hash manifest(JsonObject data) {
        return Hash.ofHex(data.string("manifestDigest"));
    }

    private static Hash hash(JsonObject data, String... members) {
        JsonObject.Builder state = JsonObject.builder();
        for (String member : members) {
            JsonValue value = data.get(member);
            state.put(member, value == null ? JsonNull.NULL : value);
        }
        return Hash.sha256(state.build().canonicalBytes());
    }

    /**
     * What the first event of a change hands on to the second: an invitation its roles and
     * groups to the member who redeems it, an installation its agent to the first key.
     */
    private static @Nullable Hash handedOn(String type, JsonObject data) {
        return switch (type) {
            case EventType.MEMBER_INVITED, EventType.MEMBER_CHANGED -> hash(data, "groups", "roles");
            case EventType.AGENT_INSTALLED, EventType.AGENT_KEY_ISSUED -> hash(data, "agent");
            default -> null;
        };
    }
}
