package dev.agenthub.server.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.Coded;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.http.limits.LimitReachedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiFailureTest {

    private static void says(Coded failure, String code, String sentence) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.sentence()).isEqualTo(sentence);
    }

    @Test
    void saysItsDetailAndWithoutOneTheTitleOfItsCode() {
        says(new RefusedException(ErrorCode.NAME_TAKEN, "Another agent has it."), "NAME_TAKEN",
                "Another agent has it.");
        says(new RefusedException(ErrorCode.NAME_TAKEN), "NAME_TAKEN", "The name is taken.");
        says(new LimitReachedException(ErrorCode.SERVER_BUSY, Duration.ofSeconds(1)), "SERVER_BUSY",
                ErrorCode.SERVER_BUSY.title() + ".");
    }

    @Test
    void aCallThatIsNotSentSaysWhatPreventedIt() {
        var refused = new CallRefusedException("CREDENTIAL_MISSING", "The connector has no credential");
        assertThat(new CallResult.NotSent(refused))
                .isEqualTo(new CallResult.NotSent("CREDENTIAL_MISSING", "The connector has no credential"));
    }
}
