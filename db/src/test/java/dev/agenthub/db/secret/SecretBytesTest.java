package dev.agenthub.db.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.ExternalDatabase;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    @Test
    void showsNothingOfItself() {
        SecretBytes secret = SecretBytes.ofText("correct horse");
        assertThat(secret.toString()).isEqualTo("***");
        assertThat(String.format(Locale.ROOT, "%s", secret)).doesNotContain("horse");
        assertThat(new ExternalDatabase.Target("jdbc:postgresql://host/hub", "admin", secret, Path.of("secrets"),
                Set.of()).toString()).contains("***").doesNotContain("horse");
    }

    @Test
    void drawsThirtyTwoBytesThatDiffer() {
        SecretBytes secret = Secrets.draw();
        assertThat(secret.hexBytes()).hasSize(32).isNotEqualTo(Secrets.draw().hexBytes());
        assertThat(secret.text()).matches("[0-9a-f]{64}");
    }
}
