package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.evidence.governance.ChangeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * An organization's governance policy: which changes of its rules need approvals, and whose. What no rule names needs none.
 *
 * <p>A document with any rule must cover what could undo it: changes of governance itself, and everything that gives somebody a role or a
 * group, since one administrator could otherwise make the quorum that they need.
 */
public final class GovernanceDocument {
    public static final String VERSION = "agenthub/governance/v1";

    private static final int MOST_RULES = 100;
    private static final Set<String> MEMBERS = Set.of("name", "match", "outcome", "required", "expiresIn",
            "reasonRequired", "stepUp", "holdFor", "mayNotVote");
    private static final Set<ChangeKind> ALWAYS = EnumSet.of(ChangeKind.GOVERNANCE_SET, ChangeKind.MEMBER_CHANGE,
            ChangeKind.INVITATION_CREATE);

    /** Which changes a rule is about, and what it asks for them. */
    private record Governed(String name, Set<ChangeKind> kinds, Demand demand) {}

    private final List<Governed> rules;

    private GovernanceDocument(List<Governed> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads a document.
     *
     * @throws DocumentFault where anything in it can't be understood or it leaves a way around itself, saying where and what
     */
    public static GovernanceDocument parse(byte[] bytes) {
        try {
            return parse(JsonValue.parse(bytes));
        } catch (EvidenceException e) {
            throw new DocumentFault("", e.code() + " at byte " + e.offset() + ": " + e.getMessage());
        }
    }

    /** As {@link #parse(byte[])}, of a value that was read before. */
    public static GovernanceDocument parse(JsonValue value) {
        PolicyDocument.requireLength(value.canonicalBytes());
        DocumentNode document = new DocumentNode(value, "").only(Set.of("v", "rules"));
        DocumentNode version = document.require("v");
        if (!version.text(100).equals(VERSION)) {
            throw version.fault(VERSION + " is expected.");
        }
        List<Governed> rules = new ArrayList<>();
        for (DocumentNode rule : document.require("rules").anyItems(MOST_RULES)) {
            rules.add(rule(rule, rules.size() + 1));
        }
        GovernanceDocument read = new GovernanceDocument(rules);
        read.requireClosed(document.require("rules"));
        return read;
    }

    private static Governed rule(DocumentNode node, int number) {
        node.only(MEMBERS);
        DocumentNode name = node.get("name");
        Demand demand = Rule.demand(node);
        if (demand.outcome() != Outcome.REQUIRE) {
            throw node.require("outcome").fault("A rule of a governance policy requires approvals, nothing else.");
        }
        return new Governed(name == null ? "rule " + number : name.text(200),
                kinds(node.require("match").only(Set.of("kind")).require("kind")), demand);
    }

    private static Set<ChangeKind> kinds(DocumentNode node) {
        EnumSet<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        for (DocumentNode word : node.oneOrMore(ChangeKind.values().length)) {
            kinds.add(ChangeKind.ofWord(word.text(100)).orElseThrow(
                    () -> word.fault("One of " + EnumSet.allOf(ChangeKind.class) + " is expected.")));
        }
        return kinds;
    }

    private void requireClosed(DocumentNode at) {
        if (rules.isEmpty()) {
            return;
        }
        for (ChangeKind kind : ALWAYS) {
            if (!covers(kind)) {
                throw at.fault("No rule covers " + kind + ", by which one member could undo the others.");
            }
        }
        if (covers(ChangeKind.CONNECTION_SCOPES) && !covers(ChangeKind.CONNECTION_AUTHORIZE)) {
            throw at.fault("No rule covers connection.authorize, by which a connection comes to its scopes.");
        }
        if (covers(ChangeKind.AGENT_KEY_ISSUE) && !covers(ChangeKind.AGENT_INSTALL)) {
            throw at.fault("No rule covers agent.install, which hands out a key as agent.key_issue does.");
        }
    }

    /** Whether changes of this kind need approvals. */
    public boolean covers(ChangeKind kind) {
        return rules.stream().anyMatch(rule -> rule.kinds().contains(kind));
    }

    /** What is asked for a change of this kind; empty where it needs no approval. */
    public Optional<Demand> demand(ChangeKind kind) {
        return rules.stream().filter(rule -> rule.kinds().contains(kind)).map(Governed::demand).reduce(Demand::join);
    }

    /** Whether these approvals are at least those required for a change of this kind: for every group the largest count. */
    public boolean isMetBy(List<Quorum.Requirement> required, ChangeKind kind) {
        return demand(kind).map(Demand::requirements).orElse(List.of()).stream().allMatch(asked -> required.stream()
                .anyMatch(there -> there.group().equals(asked.group()) && there.count() >= asked.count()));
    }

    /** The names of the rules that ask for it. */
    public List<String> rules(ChangeKind kind) {
        return rules.stream().filter(rule -> rule.kinds().contains(kind)).map(Governed::name).toList();
    }

    /** The rules that ask for it. */
    public AppliedRules applied(ChangeKind kind) {
        return new AppliedRules(
                IntStream.range(0, rules.size()).filter(i -> rules.get(i).kinds().contains(kind)).boxed()
                        .toList(),
                List.of());
    }

    /** All demands, each of which somebody must be able to meet. */
    public List<Demand> demands() {
        return rules.stream().map(Governed::demand).toList();
    }

    /** All groups that are named. */
    public Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        demands().forEach(demand -> {
            groups.addAll(demand.required().keySet());
            groups.addAll(demand.excluded().groups());
        });
        return groups;
    }
}
