package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who counts is one rule: the cases of who-counts.json, which the server's Java and the database answer too. */
class WhoCountsTest {

    private static final Instant REQUESTED = SampleLog.START.plusSeconds(100);
    private static final Request REFUND = new Request("refund");
    private static final UUID HERE = SampleLog.id("here");

    @TempDir
    private Path folder;

    private final SampleLog log = new SampleLog();
    private Hash policy = SampleLog.POLICY;

    static Stream<Arguments> cases() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(ExportFixtures.class.getResourceAsStream("who-counts.json"))) {
            return ((JsonObject) JsonValue.parse(in.readAllBytes())).array("cases").items().stream()
                    .map(JsonObject.class::cast).map(one -> Arguments.of(one.string("name"), one)).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judges(String name, JsonObject one) throws IOException {
        log.append(EventType.LOG_OPENED, data().put("origin", ExportFixtures.ORIGIN.toString()).build());
        log.join(person("ada"), "approvers", "finance").join(person("ben"), "approvers")
                .join(person("cleo"), "finance").join(person("dora"), "owners").install(SampleLog.id("olga"));
        publish(one);
        List<JsonObject> steps = one.array("steps").items().stream().map(JsonObject.class::cast).toList();
        steps.stream().filter(step -> step.integer("at") < 0).forEach(this::take);
        log.at(REQUESTED).workspace(HERE).append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, request(one));
        steps.stream().filter(step -> step.integer("at") >= 0).forEach(this::take);
        log.at(REQUESTED.plusSeconds(one.integer("run"))).run(REFUND);

        Report report = Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(log.events())),
                VerifyOptions.of(SIGNER.verifierKey(), null));

        List<String> found = report.findings().stream().map(Finding::code)
                .filter(code -> !code.equals(Codes.TIME_REGRESSED)).toList();
        String verdict = one.string("verdict");
        if (verdict.equals("APPROVED") || verdict.equals("OVERRIDDEN")) {
            assertThat(found).as(name).isEmpty();
            assertThat(verdict.equals("APPROVED") ? report.controls().withApproval() : report.controls().overrides())
                    .isEqualTo(1);
        } else {
            assertThat(found).as(name).containsExactly(verdict);
        }
    }

    /** The policy asks of everything what the case asks of its request. */
    private void publish(JsonObject one) {
        JsonObject.Builder rule = data().put("outcome", "require").put("required", required(one))
                .put("expiresIn", "PT1H");
        JsonObject.Builder mayNotVote = data();
        for (String of : List.of("groups", "members")) {
            if (!excluded(one).array(of).items().isEmpty()) {
                mayNotVote.put(of, excluded(one).array(of));
            }
        }
        if (one.get("excluded") != null) {
            rule.put("mayNotVote", mayNotVote.build());
        }
        if (one.get("hold") != null) {
            rule.put("holdFor", "PT" + one.integer("hold") + "S");
        }
        if (one.get("escalation") != null) {
            JsonObject escalation = one.object("escalation");
            rule.put("escalate", data().put("after", "PT" + escalation.integer("afterSeconds") + "S")
                    .put("group", escalation.string("group")).build());
        }
        JsonObject.Builder document = data().put("rules", JsonArray.of(rule.build())).put("v", "agenthub/policy/v1");
        if (one.get("override") != null) {
            document.put("override", data().put("group", one.string("override")).build());
        }
        JsonObject built = document.build();
        policy = Hash.sha256(built.canonicalBytes());
        log.append(EventType.POLICY_PUBLISHED, data().put("policy", SampleLog.id("policy").toString())
                .put("version", 1).put("digest", policy.hex()).put("document", built).build());
    }

    private static JsonArray required(JsonObject one) {
        return one.get("required") == null
                ? JsonArray.of(data().put("count", 1).put("group", "approvers").build())
                : one.array("required");
    }

    private static JsonObject excluded(JsonObject one) {
        return one.get("excluded") == null
                ? data().put("groups", JsonArray.of()).put("members", JsonArray.of()).build()
                : data().put("groups", one.object("excluded").array("groups"))
                        .put("members", JsonArray.ofStrings(texts(one.object("excluded").array("members")).stream()
                                .map(who -> SampleLog.id(who).toString()).toList()))
                        .build();
    }

    private JsonObject request(JsonObject one) {
        JsonObject terms = data().put("excluded", excluded(one))
                .put("holdSeconds", one.get("hold") == null ? 0 : one.integer("hold"))
                .put("override", one.get("override") == null ? JsonNull.NULL : new JsonString(one.string("override")))
                .put("reason", false).put("stepUp", false)
                .put("escalation", one.get("escalation") == null ? JsonNull.NULL : one.object("escalation")).build();
        return data().put("request", REFUND.id().toString()).put("agent", SampleLog.AGENT.toString())
                .put("payloadHash", REFUND.payloadHash().hex())
                .put("expiresAt", Timestamps.format(REQUESTED.plusSeconds(3600)))
                .put("required", required(one)).put("rules", JsonArray.of(JsonNumber.of(0)))
                .put("unevaluated", JsonArray.of())
                .put("policy", data().put("digest", policy.hex()).put("id", SampleLog.id("policy").toString())
                        .put("version", 1).build())
                .put("terms", terms).build();
    }

    private void take(JsonObject step) {
        log.at(REQUESTED.plusSeconds(step.integer("at")));
        Person who = step.get("who") == null ? person("olga") : key(person(step.string("who")), step);
        switch (step.string("do")) {
            case "approve", "withdraw", "deny", "override" ->
                log.decide(who, said(who, Decision.ofWord(step.string("do"))));
            case "member" -> member(who, step);
            case "enrol" -> log.enrol(who);
            case "revoke" -> log.revoke(who);
            case "owner" -> log.install(who.id());
            case "show" -> log.append(EventType.AGENT_KEY_ISSUED, data().put("agent", SampleLog.AGENT.toString())
                    .put("key", step.string("key")).put("shownTo", SampleLog.id(step.string("who")).toString())
                    .build());
            case "hide" -> log.append(EventType.AGENT_KEY_REVOKED,
                    data().put("agent", SampleLog.AGENT.toString()).put("key", step.string("key")).build());
            case "delegate" -> log.delegate("away " + who.name(), who, person(step.string("to")),
                    REQUESTED.plusSeconds(step.integer("from")), REQUESTED.plusSeconds(step.integer("until")));
            case "undelegate" -> log.endDelegation("away " + who.name());
            case "escalate" -> log.escalate(REFUND, "owners");
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void member(Person who, JsonObject step) {
        JsonObject.Builder changed = data().put("member", who.id().toString()).put("roles", step.array("roles"))
                .put("groups", step.array("groups")).put("active", step.get("active") == null || step.bool("active"));
        if (step.get("workspaces") != null) {
            changed.put("workspaces", JsonArray.ofStrings(texts(step.array("workspaces")).stream()
                    .map(workspace -> SampleLog.id(workspace).toString()).toList()));
        }
        log.append(EventType.MEMBER_CHANGED, changed.build());
    }

    private DecisionStatement said(Person who, Decision decision) {
        return new DecisionStatement("", log.now(), decision, null, who.key(), who.id(), ExportFixtures.ORG,
                REFUND.payloadHash(), policy, "Looks right", REFUND.id());
    }

    private static Person person(String name) {
        return Person.of(name);
    }

    /** The member with the key that a step names. */
    private static Person key(Person who, JsonObject step) {
        return step.get("key") == null || step.string("do").equals("show") ? who : who.withToken();
    }

    private static List<String> texts(JsonArray array) {
        return array.items().stream().map(item -> ((JsonString) item).value()).toList();
    }
}
