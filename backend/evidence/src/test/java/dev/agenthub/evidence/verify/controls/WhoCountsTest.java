package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.WhoCountsCase;
import dev.agenthub.evidence.WhoCountsCase.Step;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.verify.VerifiedExport;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.saved.StateReader;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    static List<WhoCountsCase> cases() {
        return WhoCountsCase.all();
    }

    @Test
    void areAllAskedOfTheVerifier() {
        assertThat(cases()).noneMatch(one -> one.excepts("verifier")).hasSizeGreaterThan(110);
        assertThat(cases()).extracting(WhoCountsCase::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(WhoCountsCase one) throws IOException {
        write(one);

        Report report = Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(log.events())),
                VerifyOptions.of(SIGNER.verifierKey(), null));

        assertJudged(one, report);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judgesTheSameFromWhatWasSavedJustBeforeTheRun(WhoCountsCase one) throws IOException {
        write(one);
        int pinned = log.events().size() - 2;
        VerifiedExport before = verify(log.events().subList(0, pinned), 0, pinned, null);
        SavedState state = before.state();
        if (state == null) {
            assertThat(before.report().findings()).extracting(Finding::code).contains(one.verdict());
            return;
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        state.writeTo(saved);

        SavedState read = new StateReader(new ByteArrayInputStream(saved.toByteArray()), SavedState.MAX_BYTES).read();

        assertJudged(one, verify(log.events(), pinned, pinned, read).report());
    }

    private VerifiedExport verify(List<byte[]> events, int firstSeq, int pinned, @Nullable SavedState state)
            throws IOException {
        return Verifier.verifyAndRemember(
                ExportFixtures.write(folder, ExportFixtures.export(events, firstSeq, false, List.of())),
                VerifyOptions.of(null, ExportFixtures.pin(events, pinned)).with(state));
    }

    private void assertJudged(WhoCountsCase one, Report report) {
        List<String> found = report.findings().stream().map(Finding::code)
                .filter(code -> !code.equals(Codes.TIME_REGRESSED)).toList();
        if (one.runs()) {
            assertThat(found).isEmpty();
            assertThat(one.verdict().equals("APPROVED")
                    ? report.controls().withApproval()
                    : report.controls().overrides()).isEqualTo(1);
        } else {
            // An override with a blank reason is found where it stands as well.
            assertThat(found).isNotEmpty().containsOnly(one.verdict());
            assertThat(report.findings().getLast().seq()).isEqualTo(log.events().size() - 2);
        }
    }

    /** The log of a case, whose run begins with the last entry but one. */
    private void write(WhoCountsCase one) {
        log.append(EventType.LOG_OPENED, data().put("origin", ExportFixtures.ORIGIN.toString()).build());
        WhoCountsCase.MEMBERS.forEach(member -> log.join(member.person(), member.groups().toArray(String[]::new)));
        log.install(SampleLog.id("olga"));
        policy = Hash.sha256(one.policy().canonicalBytes());
        log.append(EventType.POLICY_PUBLISHED, data().put("policy", SampleLog.id("policy").toString())
                .put("version", 1).put("digest", policy.hex()).put("document", one.policy()).build());
        one.steps(true).forEach(this::take);
        log.at(REQUESTED).workspace(HERE).append(by(one), EventType.APPROVAL_REQUESTED, request(one));
        one.steps(false).forEach(this::take);
        log.at(REQUESTED.plusSeconds(one.run())).run(REFUND);
    }

    private static Actor by(WhoCountsCase one) {
        return one.editors().isEmpty()
                ? SampleLog.BY_AGENT
                : new Actor(one.editors().getLast().toString(), ActorKind.MEMBER, "Editor");
    }

    private JsonObject request(WhoCountsCase one) {
        JsonObject terms = data()
                .put("excluded", data().put("groups", JsonArray.ofStrings(one.excludedGroups()))
                        .put("members", JsonArray.ofStrings(one.excludedMembers())).build())
                .put("holdSeconds", one.hold()).put("override", orNull(one.override()))
                .put("reason", false).put("stepUp", false)
                .put("escalation", one.escalation() == null ? JsonNull.NULL : one.escalation()).build();
        JsonObject.Builder request = data().put("request", REFUND.id().toString())
                .put("agent", SampleLog.AGENT.toString())
                .put("payloadHash", REFUND.payloadHash().hex())
                .put("expiresAt", Timestamps.format(REQUESTED.plusSeconds(3600)))
                .put("required", one.required()).put("rules", JsonArray.of(JsonNumber.of(0)))
                .put("unevaluated", JsonArray.of())
                .put("policy", data().put("digest", policy.hex()).put("id", SampleLog.id("policy").toString())
                        .put("version", 1).build())
                .put("terms", terms);
        if (!one.editors().isEmpty()) {
            request.put("replaces", SampleLog.id("replaced").toString())
                    .put("editors", JsonArray.ofStrings(one.editors().stream().map(UUID::toString).toList()));
        }
        return request.build();
    }

    private static JsonValue orNull(@Nullable String text) {
        return text == null ? JsonNull.NULL : new JsonString(text);
    }

    private void take(Step step) {
        log.at(REQUESTED.plusSeconds(step.at()));
        switch (step.does()) {
            case "approve", "withdraw", "deny", "override" -> log.decide(step.who(), said(step));
            case "member" -> member(step);
            case "enrol" -> log.enrol(step.who());
            case "revoke" -> log.revoke(step.who());
            case "owner" -> log.install(step.who().id());
            case "show" -> log.append(EventType.AGENT_KEY_ISSUED, data().put("agent", SampleLog.AGENT.toString())
                    .put("key", step.json().string("key")).put("shownTo", step.who().id().toString()).build());
            case "hide" -> log.append(EventType.AGENT_KEY_REVOKED,
                    data().put("agent", SampleLog.AGENT.toString()).put("key", step.json().string("key")).build());
            case "delegate" -> log.delegate("away " + step.who().name(), step.who(),
                    Person.of(step.json().string("to")), REQUESTED.plusSeconds(step.json().integer("from")),
                    REQUESTED.plusSeconds(step.json().integer("until")));
            case "undelegate" -> log.endDelegation("away " + step.who().name());
            case "escalate" -> log.escalate(REFUND, "owners");
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void member(Step step) {
        JsonObject.Builder changed = data().put("member", step.who().id().toString())
                .put("roles", step.json().array("roles")).put("groups", step.json().array("groups"))
                .put("active", step.active());
        List<UUID> workspaces = step.workspaces();
        if (workspaces != null) {
            changed.put("workspaces", JsonArray.ofStrings(workspaces.stream().map(UUID::toString).toList()));
        }
        log.append(EventType.MEMBER_CHANGED, changed.build());
    }

    private DecisionStatement said(Step step) {
        Person who = step.who();
        return new DecisionStatement("", log.now(), Decision.ofWord(step.does()), null, who.key(), who.id(),
                ExportFixtures.ORG, REFUND.payloadHash(), policy, step.reason(), REFUND.id());
    }
}
