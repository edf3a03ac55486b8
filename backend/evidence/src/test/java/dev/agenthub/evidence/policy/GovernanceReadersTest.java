package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.governance.GovernanceRules;
import dev.agenthub.evidence.statement.Quorum;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server asks for under a governance policy is what the verifier holds a proposal to, neither more nor less. */
class GovernanceReadersTest {

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"v":"agenthub/governance/v1","rules":[]}""", """
            {"v":"agenthub/governance/v1","rules":[
              {"match":{"kind":["governance.set","member.change","invitation.create"]},"outcome":"require",
               "required":[{"count":1,"group":"approvers"}]}]}""",
            """
                    {"v":"agenthub/governance/v1","rules":[
                      {"match":{"kind":["governance.set","member.change","invitation.create","policy.publish"]},"outcome":"require",
                       "required":[{"count":2,"group":"approvers"},{"count":1,"group":"legal"}],"holdFor":"PT1H"},
                      {"match":{"kind":"policy.publish"},"outcome":"require","required":[{"count":3,"group":"approvers"}]},
                      {"match":{"kind":["policy.publish","agent.update"]},"outcome":"require","required":[{"count":1,"group":"finance"}]}]}"""})
    void readTheSame(String text) {
        JsonObject document = (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
        GovernanceDocument server = GovernanceDocument.parse(document.canonicalBytes());
        GovernanceRules verifier = GovernanceRules.of(document);
        for (ChangeKind kind : ChangeKind.values()) {
            Optional<Demand> demand = server.demand(kind);
            assertThat(verifier.covers(kind)).as("%s", kind).isEqualTo(server.covers(kind))
                    .isEqualTo(demand.isPresent());
            List<Quorum.Requirement> asked = demand.map(Demand::requirements).orElse(List.of());
            assertThat(verifier.areMetBy(asked, kind)).as("%s", kind).isTrue();
            for (Quorum.Requirement one : asked) {
                List<Quorum.Requirement> less = new ArrayList<>(asked);
                less.set(asked.indexOf(one), new Quorum.Requirement(one.count() - 1, one.group()));
                assertThat(verifier.areMetBy(less, kind)).as("%s with less than %s", kind, one).isFalse();
            }
        }
    }
}
