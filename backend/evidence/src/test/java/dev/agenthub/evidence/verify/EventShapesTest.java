package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.AGENT;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member of an event's data may be where leaving it out says something too. */
class EventShapesTest {

    private static final SampleLog.Request REFUND = new SampleLog.Request("refund");

    @TempDir
    private Path folder;

    @Test
    void readsWorkspacesOfOneFormOnly() throws IOException {
        assertThat(codes(member(JsonNull.NULL))).isEmpty();
        assertThat(codes(member(JsonArray.of()))).isEmpty();
        assertThat(codes(member(new JsonString("all")))).containsExactly("ENTRY_MALFORMED");
        assertThat(codes(member(JsonArray.ofStrings(List.of("all"))))).containsExactly("ENTRY_MALFORMED");
    }

    private static SampleLog member(JsonValue workspaces) {
        return SampleLog.opened().append(EventType.MEMBER_CHANGED,
                data().put("member", BEN.id().toString()).put("roles", JsonArray.of()).put("groups", JsonArray.of())
                        .put("active", true).put("workspaces", workspaces).build());
    }

    @Test
    void readsAnEscalationOfOneFormOnly() throws IOException {
        assertThat(codes(escalating(JsonNull.NULL))).isEmpty();
        assertThat(codes(escalating(new JsonString("none")))).containsExactly("ENTRY_MALFORMED");
    }

    private static SampleLog escalating(JsonValue escalation) {
        JsonObject terms = SamplePolicy.terms(null, null);
        JsonObject.Builder said = data();
        terms.members().forEach((name, value) -> said.put(name, name.equals("escalation") ? escalation : value));
        SampleLog log = SampleLog.opened();
        JsonObject.Builder asked = data();
        log.asked(REFUND, null, required(1)).build().members()
                .forEach((name, value) -> asked.put(name, name.equals("terms") ? said.build() : value));
        return log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, asked.build());
    }

    @Test
    void takesAKeyThatWasShownTwiceAsShownToEach() throws IOException {
        assertThat(codes(shown(BEN, BEN))).isEmpty();
        assertThat(codes(shown(BEN, ADA))).containsExactly("RUN_SELF_APPROVED");
        assertThat(codes(shown(ADA, BEN))).containsExactly("RUN_SELF_APPROVED");
    }

    private static SampleLog shown(SampleLog.Person... to) {
        SampleLog log = SampleLog.opened();
        for (SampleLog.Person one : to) {
            log.append(EventType.AGENT_KEY_ISSUED, data().put("agent", AGENT.toString()).put("key", "key")
                    .put("shownTo", one.id().toString()).build());
        }
        return log.request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
    }

    @Test
    void failsTheControlsForEveryFindingOfTheirs() throws IOException {
        Report changed = verify(SampleLog.opened().append(EventType.CHANGE_APPLIED, data()
                .put("request", REFUND.id().toString()).put("payloadHash", REFUND.payloadHash().hex())
                .put("kind", "policy.publish").build()));
        assertThat(changed.findings()).extracting(Finding::code).containsExactly("CHANGE_WITHOUT_APPROVAL");
        assertThat(changed.parts().controls()).isEqualTo(PartState.FAILED);
        Report unknown = verify(SampleLog.opened().enrol(SampleLog.Person.of("cleo"), data().put("alg", "rsa")));
        assertThat(unknown.findings()).extracting(Finding::code).containsExactly("KEY_ALGORITHM_UNKNOWN");
        assertThat(unknown.parts().controls()).isEqualTo(PartState.FAILED);
    }

    private List<String> codes(SampleLog log) throws IOException {
        return verify(log).findings().stream().map(Finding::code).toList();
    }

    private Report verify(SampleLog log) throws IOException {
        return ExportFixtures.verify(folder, log.events());
    }
}
