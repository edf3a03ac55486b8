package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.app.cli.database.AcceptedRisks;
import dev.agenthub.app.cli.database.DatabaseOperator.AdminPassword;
import dev.agenthub.app.cli.database.DatabaseOperator.Target;
import dev.agenthub.app.platform.CodedException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The options of commands that accept risks of a database are those that its refusals name. */
final class AcceptedRisksTest {
    @TempDir
    private Path folder;

    private CodedException refusal(Set<String> accepted) {
        Target target = new Target("jdbc:postgresql://db.invalid/agenthub?sslmode=disable", "postgres",
                new AdminPassword("correct horse"), folder, accepted);
        return catchThrowableOfType(CodedException.class,
                () -> EmbeddedBackend.databaseOperator().migrate(target, _ -> {}));
    }

    @Test
    void theRefusalOfADatabaseThatNobodyVerifiesNamesTheOptionThatAcceptsIt() {
        CodedException unverified = refusal(Set.of());
        assertThat(unverified.code()).isEqualTo("DATABASE_TLS_UNVERIFIED");
        Matcher option = Pattern.compile("--accept-[a-z-]+").matcher(unverified.sentence());
        assertThat(option.find()).as(unverified.sentence()).isTrue();

        AcceptedRisks risks = CommandLine.populateCommand(new AcceptedRisks(), option.group());
        assertThat(refusal(risks.names()).code()).isEqualTo("DATABASE_START_FAILED");
    }
}
