package dev.agenthub.app.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlsTextTest {

    private static final Messages MESSAGES = Messages.of(ControlsText.class);

    @Test
    void saysWhyRequestsWereReplayedInPart() {
        PolicyReplaySummary policies = new PolicyReplaySummary(3, 2, 1,
                Map.of(ReplayGap.RISK, 1L, ReplayGap.PAYLOAD, 2000L, ReplayGap.POLICY, 1L));
        assertThat(ControlsText.replayed(policies, MESSAGES))
                .isEqualTo(" Policies replayed for 6 requests: 3 whole, 2 in part, 1 not.");
        assertThat(ControlsText.untold(policies, MESSAGES)).isEqualTo("""

                Why not all of them whole (a request may have several reasons):
                – 1 request: the policy is not known
                – 2,000 requests: the payload is not in the export
                – 1 request: the tool’s risk is not known""");
        assertThat(ControlsText.untold(new PolicyReplaySummary(1, 0, 0, Map.of()), MESSAGES)).isEmpty();
    }

    @Test
    void hasWordsForEveryReason() {
        Map<ReplayGap, Long> all = new EnumMap<>(ReplayGap.class);
        for (ReplayGap reason : ReplayGap.values()) {
            all.put(reason, 7L);
        }
        assertThat(ControlsText.untold(new PolicyReplaySummary(0, 7, 0, all), MESSAGES).strip().lines().skip(1))
                .hasSize(ReplayGap.values().length).allMatch(line -> line.startsWith("– 7 requests: "))
                .doesNotHaveDuplicates();
    }
}
