package dev.agenthub.db.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.ExternalDatabase;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseSecretTest {
    @Test
    void showsNothingOfItself() {
        DatabaseSecret secret = new DatabaseSecret("correct horse");
        assertThat(secret.toString()).isEqualTo("***");
        assertThat(String.format(Locale.ROOT, "%s", secret)).doesNotContain("horse");
        assertThat(new ExternalDatabase.Target("jdbc:postgresql://host/hub", "admin", secret, Path.of("secrets"),
                Set.of()).toString()).contains("***").doesNotContain("horse");
    }

    @Test
    void drawsThirtyTwoBytesThatDiffer() {
        DatabaseSecret secret = Secrets.draw();
        assertThat(secret.bytes()).hasSize(32).isNotEqualTo(Secrets.draw().bytes());
        assertThat(secret.text()).matches("[0-9a-f]{64}");
    }
}
