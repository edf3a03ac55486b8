package dev.agenthub.server.interleavings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A policy with the test's own copy of its rules and the document for the product.
 *
 * @param overrideGroup the group whose members may override; null for nobody
 */
record TestPolicy(String name, Map<String, ExpectedTerms> demands, @Nullable String overrideGroup, boolean governance) {

    /** The tool whose requests others are asked about after so many minutes. */
    static final String ESCALATED = "quotes.send";
    static final int ESCALATED_AFTER = 5;
    /** The tool that one member approves, and that waits for ten minutes then. */
    static final String HELD_TOOL = "rooms.book";
    /** The tool that sends files. */
    static final String WITH_FILES = "files.send";

    static final TestPolicy DEFAULT = new TestPolicy("usual", tools(Map.of()), "finance", false);
    /** Asks more of some tools, and lets nobody override. */
    static final TestPolicy STRICT = new TestPolicy("strict",
            tools(Map.of("tickets.create", ExpectedTerms.require("approvers", "approvers").expiring(30),
                    "messages.send",
                    ExpectedTerms.require("approvers"), "refunds.create",
                    ExpectedTerms.require("approvers", "approvers", "finance"), HELD_TOOL,
                    ExpectedTerms.require("approvers", "approvers").held(10).expiring(15))),
            null, false);
    static final List<TestPolicy> POLICIES = List.of(DEFAULT, STRICT);

    static final TestPolicy FREE = new TestPolicy("free", Map.of(), null, true);
    static final TestPolicy GOVERNED = new TestPolicy("governed",
            kinds(ExpectedTerms.require("approvers").expiring(120)),
            null,
            true);
    static final TestPolicy HELD = new TestPolicy("held",
            kinds(ExpectedTerms.require("approvers", "approvers").held(2).expiring(120)), null, true);
    static final List<TestPolicy> GOVERNANCE = List.of(FREE, GOVERNED, HELD);

    private static final JsonMapper MAPPER = new JsonMapper();

    private static Map<String, ExpectedTerms> tools(Map<String, ExpectedTerms> instead) {
        Map<String, ExpectedTerms> all = new LinkedHashMap<>();
        all.put("messages.send", ExpectedTerms.allow(0));
        all.put("notes.keep", ExpectedTerms.allow(3));
        all.put("tickets.create", ExpectedTerms.require("approvers").expiring(30));
        all.put("refunds.create", ExpectedTerms.require("approvers", "approvers"));
        all.put("wires.send", ExpectedTerms.require("approvers", "approvers").held(10).expiring(90));
        all.put(HELD_TOOL, ExpectedTerms.require("approvers").held(10).expiring(15));
        all.put("contracts.sign", ExpectedTerms.require("approvers", "finance"));
        all.put("payouts.send", ExpectedTerms.require("approvers").without("finance"));
        all.put("prices.change", ExpectedTerms.require("approvers").withReason().held(5));
        all.put(ESCALATED, ExpectedTerms.require("finance", "finance").escalating(ESCALATED_AFTER, "approvers"));
        all.put(WITH_FILES, ExpectedTerms.require("approvers"));
        all.put("accounts.delete", ExpectedTerms.deny());
        all.putAll(instead);
        return all;
    }

    private static Map<String, ExpectedTerms> kinds(ExpectedTerms demand) {
        Map<String, ExpectedTerms> all = new LinkedHashMap<>();
        List.of("governance.set", "policy.publish", "member.change", "group.change", "invitation.create",
                "agent.install", "agent.update", "agent.key_issue").forEach(kind -> all.put(kind, demand));
        return all;
    }

    /** What it asks; null for a kind of change that it lets anybody make. */
    @Nullable
    ExpectedTerms demand(String what) {
        return demands.get(what);
    }

    String document() {
        List<String> rules = demands.entrySet().stream().map(entry -> entry.getValue()
                .rule("{\"" + (governance ? "kind" : "tool") + "\":[\"" + entry.getKey() + "\"]}")).toList();
        return "{" + (governance ? "\"v\":\"agenthub/governance/v1\"," : "") + "\"rules\":[" + String.join(",", rules)
                + "]" + (overrideGroup == null ? "" : ",\"override\":{\"group\":\"" + overrideGroup + "\"}") + "}";
    }

    /** The one with this document. */
    static @Nullable TestPolicy of(JsonNode document, boolean governance) {
        return (governance ? GOVERNANCE : POLICIES).stream()
                .filter(book -> MAPPER.readTree(book.document()).equals(document)).findFirst().orElse(null);
    }
}
