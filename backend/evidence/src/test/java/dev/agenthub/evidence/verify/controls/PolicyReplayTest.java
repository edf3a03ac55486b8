package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request names the policy that was in force, and asks what the rules that it names ask together. */
class PolicyReplayTest {

    private static final Request REFUND = new Request("refund");
    private static final String POLICY = SampleLog.id("policy").toString();
    private static final JsonObject DOCUMENT = json("""
            {"override":{"group":"owners"},"rules":[
              {"outcome":"allow"},
              {"outcome":"require","required":[{"count":1,"group":"approvers"}],"holdFor":"PT1M","expiresIn":"PT10M"},
              {"outcome":"require","required":[{"count":2,"group":"approvers"},{"count":1,"group":"finance"}],
               "reasonRequired":true,"mayNotVote":{"groups":["interns"]},"expiresIn":"PT30M"},
              {"outcome":"deny"},
              {"outcome":"require","required":[{"count":1,"group":"legal"}],"stepUp":true,
               "escalate":{"after":"PT1H","group":"chiefs"}}],"v":"agenthub/policy/v1"}""");
    private static final String NO_TERMS = "{'escalation':null,'excluded':{'groups':[],'members':[]},'holdSeconds':0,'override':'owners','reason':false,'stepUp':false}";
    private static final String ONE = "[{'count':1,'group':'approvers'}]";

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();

    private static JsonObject json(String quoted) {
        return (JsonObject) JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void publish(JsonValue document) {
        log.publish(document);
    }

    /** A request under the second version, which is in force, that expires so many seconds after its event. */
    private void request(String rules, String unevaluated, String required, String terms, long expiresIn) {
        append(named(2, SampleLog.digest(DOCUMENT)), rules, unevaluated, required, terms, expiresIn);
    }

    private static JsonObject named(int version, Hash digest) {
        return data().put("digest", digest.hex()).put("id", POLICY).put("version", version).build();
    }

    private void append(JsonObject policy, String rules, String unevaluated, String required, String terms,
            long expiresIn) {
        JsonObject asked = json("{'required':" + required + ",'rules':" + rules + ",'terms':" + terms
                + ",'unevaluated':" + unevaluated + "}");
        JsonObject.Builder event = data().put("agent", SampleLog.AGENT.toString())
                .put("expiresAt", Timestamps.format(log.now().plusSeconds(expiresIn)))
                .put("payloadHash", REFUND.payloadHash().hex()).put("policy", policy)
                .put("request", REFUND.id().toString());
        asked.members().forEach(event::put);
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, event.build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "none applied, so one of approvers | [] | [] | " + ONE + " | " + NO_TERMS + " | 86400",
            "allowed | [0] | [] | [] | " + NO_TERMS + " | 86400",
            "perhaps allowed, so one of approvers | [0] | [0] | " + ONE + " | " + NO_TERMS + " | 86400",
            "one rule | [1] | [] | " + ONE
                    + " | {'escalation':null,'excluded':{'groups':[],'members':[]},'holdSeconds':60,'override':'owners','reason':false,'stepUp':false} | 600",
            "two rules | [1,2] | [] | [{'count':2,'group':'approvers'},{'count':1,'group':'finance'}]"
                    + " | {'escalation':null,'excluded':{'groups':['interns'],'members':[]},'holdSeconds':60,'override':'owners','reason':true,'stepUp':false} | 600",
            "two in another order, less time | [1,2] | [2] | [{'count':1,'group':'finance'},{'count':2,'group':'approvers'}]"
                    + " | {'escalation':null,'excluded':{'groups':['interns'],'members':[]},'holdSeconds':60,'override':'owners','reason':true,'stepUp':false} | 60",
            "escalated | [4] | [] | [{'count':1,'group':'legal'}]"
                    + " | {'escalation':{'afterSeconds':3600,'group':'chiefs'},'excluded':{'groups':[],'members':[]},'holdSeconds':0,'override':'owners','reason':false,'stepUp':true} | 86400"})
    void acceptsWhatTheNamedRulesAsk(String name, String rules, String unevaluated, String required, String terms,
            long expiresIn) throws IOException {
        publish(DOCUMENT);
        request(rules, unevaluated, required, terms, expiresIn);
        assertThat(report().findings()).as(name).isEmpty();
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 0, Map.of(ReplayGap.PAYLOAD, 1L)));
        assertThat(report().toText()).contains("Policies        1: 0 replayed whole, 1 in part, 0 not\n")
                .contains("  1: the payload is not in the export\n");
        assertThat(report().toJson())
                .contains("\"policies\":{\"inPart\":1,\"not\":0,\"whole\":0,\"why\":{\"payload\":1}}");
    }

    @Test
    void countsTheRunOfARequestThatAsksForLessAmongTheViolations() throws IOException {
        publish(DOCUMENT);
        request("[1]", "[]", "[]", NO_TERMS, 600);
        log.run(REFUND);
        assertThat(report().findings()).extracting(Finding::code).containsExactly(Codes.RUN_POLICY_MISMATCH);
        assertThat(report().controls().violations()).isEqualTo(1);
        assertThat(report().controls().allowedByPolicy()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "no approvals though none applied | [] | [] | [] | " + NO_TERMS + " | 60",
            "allowed though it could not be told | [0] | [0] | [] | " + NO_TERMS + " | 60",
            "denied | [3] | [] | [] | " + NO_TERMS + " | 60",
            "denied, with approvals | [0,3] | [] | " + ONE + " | " + NO_TERMS + " | 60",
            "fewer approvals | [2] | [] | [{'count':1,'group':'approvers'},{'count':1,'group':'finance'}]"
                    + " | {'escalation':null,'excluded':{'groups':['interns'],'members':[]},'holdSeconds':0,'override':'owners','reason':true,'stepUp':false} | 60",
            "more approvals | [] | [] | [{'count':2,'group':'approvers'}] | " + NO_TERMS + " | 60",
            "a group twice | [] | [] | [{'count':1,'group':'approvers'},{'count':1,'group':'approvers'}] | " + NO_TERMS
                    + " | 60",
            "no hold | [1] | [] | " + ONE + " | " + NO_TERMS + " | 60",
            "nobody excluded | [2] | [] | [{'count':2,'group':'approvers'},{'count':1,'group':'finance'}]"
                    + " | {'escalation':null,'excluded':{'groups':[],'members':[]},'holdSeconds':0,'override':'owners','reason':true,'stepUp':false} | 60",
            "no reason | [2] | [] | [{'count':2,'group':'approvers'},{'count':1,'group':'finance'}]"
                    + " | {'escalation':null,'excluded':{'groups':['interns'],'members':[]},'holdSeconds':0,'override':'owners','reason':false,'stepUp':false} | 60",
            "another override | [] | [] | " + ONE
                    + " | {'escalation':null,'excluded':{'groups':[],'members':[]},'holdSeconds':0,'override':'interns','reason':false,'stepUp':false} | 60",
            "an early escalation | [4] | [] | [{'count':1,'group':'legal'}]"
                    + " | {'escalation':{'afterSeconds':60,'group':'chiefs'},'excluded':{'groups':[],'members':[]},'holdSeconds':0,'override':'owners','reason':false,'stepUp':true} | 60",
            "too long | [] | [] | " + ONE + " | " + NO_TERMS + " | 86401",
            "no such rule | [5] | [] | " + ONE + " | " + NO_TERMS + " | 60",
            "no whole rule | [0.5] | [] | " + ONE + " | " + NO_TERMS + " | 60",
            "a rule twice | [0,0] | [] | [] | " + NO_TERMS + " | 60",
            "out of order | [2,1] | [] | [{'count':2,'group':'approvers'},{'count':1,'group':'finance'}]"
                    + " | {'escalation':null,'excluded':{'groups':['interns'],'members':[]},'holdSeconds':60,'override':'owners','reason':true,'stepUp':false} | 60",
            "unevaluated, but not applied | [] | [0] | " + ONE + " | " + NO_TERMS + " | 60"})
    void findsWhatTheNamedRulesDoNotAsk(String name, String rules, String unevaluated, String required, String terms,
            long expiresIn) throws IOException {
        publish(DOCUMENT);
        request(rules, unevaluated, required, terms, expiresIn);
        assertThat(codes()).as(name).containsExactly(Codes.RUN_POLICY_MISMATCH);
    }

    @Test
    void findsAPolicyThatWasNotInForce() throws IOException {
        Hash first = SampleLog.POLICY;
        Hash second = SampleLog.digest(DOCUMENT);
        append(named(2, second), "[]", "[]", ONE, NO_TERMS, 60);
        publish(DOCUMENT);
        append(named(1, first), "[]", "[]", ONE, NO_TERMS, 60);
        append(named(1, second), "[]", "[]", ONE, NO_TERMS, 60);
        append(named(2, first), "[]", "[]", ONE, NO_TERMS, 60);
        append(data().put("digest", second.hex()).put("id", SampleLog.id("another").toString()).put("version", 2)
                .build(), "[]", "[]", ONE, NO_TERMS, 60);
        assertThat(codes()).hasSize(5).containsOnly(Codes.POLICY_UNKNOWN);
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 0, 5, Map.of(ReplayGap.POLICY, 5L)));
    }

    @Test
    void findsAPolicyThatIsNotWhatItsDigestSays() throws IOException {
        log.append(EventType.POLICY_PUBLISHED, data().put("policy", POLICY).put("version", 2)
                .put("digest", SampleLog.digest(DOCUMENT).hex()).put("document", SamplePolicy.document(null)).build());
        assertThat(codes()).containsExactly(Codes.POLICY_DIGEST_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'rules':[],'v':'agenthub/policy/v2'}", "{'rules':[{}]}", "{}", "[]",
            "{'rules':[],'more':1}"})
    void passesNothingUnderAPolicyThatNobodyCanRead(String quoted) throws IOException {
        JsonValue document = JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        publish(document);
        append(named(2, SampleLog.digest(document)), "[]", "[]", ONE, NO_TERMS, 60);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
        assertThat(report().controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 0, 1, Map.of(ReplayGap.DOCUMENT, 1L)));
    }

    /** Each of them takes a tenth of a second and a hundred megabytes to compile. */
    @Test
    void readsADocumentOfLargePatternsAtOnce() throws IOException {
        String condition = "{'at':'/arguments/a','matches':'(((a{100}){100}){100})'}";
        String rule = "{'outcome':'allow','when':[" + String.join(",", Collections.nCopies(50, condition)) + "]}";
        JsonObject document = json("{'rules':[" + String.join(",", Collections.nCopies(200, rule)) + "]}");
        publish(document);
        append(named(2, SampleLog.digest(document)), "[0]", "[]", "[]", NO_TERMS.replace("'owners'", "null"), 60);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), this::codes)).isEmpty();
    }

    @Test
    void replaysAPolicyWithoutRulesWhole() throws IOException {
        JsonObject document = json("{'rules':[]}");
        publish(document);
        append(named(2, SampleLog.digest(document)), "[]", "[]", ONE, NO_TERMS.replace("'owners'", "null"), 60);
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().policies()).isEqualTo(new PolicyReplaySummary(1, 0, 0, Map.of()));
    }

    @Test
    void findsARequestThatDoesNotSayWhichRulesApplied() throws IOException {
        for (String member : List.of("rules", "unevaluated", "terms")) {
            JsonObject asked = log.asked(REFUND, null, required(1)).build();
            JsonObject.Builder less = data();
            asked.members().forEach((name, value) -> {
                if (!name.equals(member)) {
                    less.put(name, value);
                }
            });
            log.append(EventType.APPROVAL_REQUESTED, less.build());
        }
        assertThat(codes()).hasSize(3).containsOnly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void judgesOnlyPoliciesThatAnIncrementShows() throws IOException {
        int from = log.events().size();
        log.request(REFUND, required(1)).approve(ADA, REFUND);
        publish(DOCUMENT);
        append(named(1, SampleLog.POLICY), "[]", "[]", ONE, NO_TERMS, 60);
        request("[0]", "[]", "[]", NO_TERMS, 60);
        Report report = Verifier.verify(
                ExportFixtures.write(folder, ExportFixtures.export(log.events(), from, true, List.of())),
                VerifyOptions.of(null, ExportFixtures.pin(log.events(), log.events().size())));
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.POLICY_UNKNOWN,
                Codes.CONTROLS_PARTIAL);
        assertThat(report.controls().policies())
                .isEqualTo(new PolicyReplaySummary(0, 1, 2, Map.of(ReplayGap.REPEATED, 1L, ReplayGap.POLICY, 2L)));
    }

    @Test
    void goesOnFromASavedStateWithThePoliciesInForce() throws IOException {
        publish(DOCUMENT);
        List<byte[]> before = log.events();
        SavedState state = Objects.requireNonNull(Verifier.verifyAndRemember(
                ExportFixtures.write(folder, ExportFixtures.export(before)),
                VerifyOptions.of(SIGNER.verifierKey(), null)).state());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        SavedState read = SavedState.read(Files.write(folder.resolve("state"), out.toByteArray()));
        append(named(1, SampleLog.POLICY), "[]", "[]", ONE, NO_TERMS, 60);
        request("[1]", "[]", ONE, NO_TERMS, 60);
        log.join(BEN, "approvers");
        Report report = Verifier.verify(
                ExportFixtures.write(folder, ExportFixtures.export(log.events(), before.size(), true, List.of())),
                VerifyOptions.of(null, ExportFixtures.pin(log.events(), before.size())).with(read));
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.POLICY_UNKNOWN,
                Codes.RUN_POLICY_MISMATCH);
    }

    private Report report() throws IOException {
        return ExportFixtures.verify(folder, log.events());
    }

    private List<String> codes() throws IOException {
        return report().findings().stream().map(Finding::code).toList();
    }
}
