package dev.agenthub.app.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.FailureLine;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.cli.database.DatabaseOperator.Examined;
import dev.agenthub.app.cli.database.DatabaseOperator.Migrated;
import dev.agenthub.app.platform.CodedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The database commands pass their arguments to the operator and print its results, and never the password. */
class DatabaseCommandsTest {
    private static final String PASSWORD = "correct horse";
    private static final String URL = "jdbc:postgresql://db.example.com/agenthub";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private final List<String> passwords = new ArrayList<>();
    private final List<Examined> found = new ArrayList<>();
    private Map<String, String> environment = Map.of("AGENTHUB_ADMIN_PASSWORD", PASSWORD);
    private Questions person = Questions.ofProcess();
    private boolean refuse;
    private Migrated applied = new Migrated(8, 1);

    @Test
    void everyCommandTakesADatabaseThatNobodyVerifies() {
        for (String command : List.of("migrate", "doctor", "rotate-keys")) {
            asked.clear();
            run(command, "--database", URL, "--data", "/srv/hub");
            run(command, "--database", URL, "--data", "/srv/hub", "--accept-unverified-database");
            assertThat(asked).as(command).hasSize(2);
            assertThat(asked.getFirst()).as(command).contains("accepted=[]");
            assertThat(asked.getLast()).as(command).contains("accepted=[unverified-database]");
        }
    }

    @Test
    void migratesWithThePasswordOfTheEnvironment() {
        assertThat(run("migrate", "--database", URL, "--admin-user", "root", "--data", "/srv/hub",
                "--accept-server-version", "15.18"))
                .isZero();
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst()).contains("migrate", URL, "root", "[15.18]", "***").doesNotContain(PASSWORD);
        assertThat(text(out)).contains("up to date").doesNotContain(PASSWORD);
    }

    @Test
    void saysEachStepAndWhatWasApplied() {
        assertThat(run("migrate", "--database", URL, "--data", "/srv/hub")).isZero();
        assertThat(text(err).lines()).containsExactly("Checking the server", "Applying migrations: signing in");
        assertThat(text(out).lines()).containsExactly(
                "The database is up to date: 8 scripts of roles and guard and 1 migration were applied. Its secrets are in "
                        + Path.of("/srv/hub/own/secrets") + ".");

        applied = new Migrated(0, 0);
        out.reset();
        assertThat(run("migrate", "--database", URL)).isZero();
        assertThat(text(out)).startsWith("The database was up to date; nothing was due.");
    }

    @Test
    void asksNobodyWhereNobodyIs() {
        environment = Map.of();
        assertThat(run("migrate", "--database", URL)).isEqualTo(2);
        assertThat(text(err)).contains("AGENTHUB_ADMIN_PASSWORD").contains("[PASSWORD_MISSING]");
        assertThat(asked).isEmpty();
    }

    @Test
    void asksWhoeverIsThereForThePassword() {
        environment = Map.of();
        person = new ScriptedAnswers(Map.of("Password of root", PASSWORD));
        for (String command : List.of("migrate", "doctor", "rotate-keys")) {
            assertThat(run(command, "--database", URL, "--admin-user", "root")).as(command).isZero();
        }
        assertThat(asked).hasSize(3).allSatisfy(target -> assertThat(target).contains("root", "***"));
        assertThat(passwords).containsExactly(PASSWORD, PASSWORD, PASSWORD);
    }

    @Test
    void saysThatTheInputEndedWhereItEndsAtThePassword() {
        environment = Map.of();
        person = new AtTheEnd();
        assertThat(run("migrate", "--database", URL)).isEqualTo(2);
        assertThat(text(err)).endsWith("[INPUT_ENDED]\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void takesNoPasswordOnTheCommandLine() {
        assertThat(run("migrate", "--database", URL, "--password", PASSWORD)).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhyItWasRefusedInOneLineWithACode() {
        refuse = true;
        for (String command : List.of("migrate", "doctor", "rotate-keys")) {
            assertThat(run(command, "--database", URL)).as(command).isEqualTo(2);
        }
        assertThat(text(err).lines()).hasSize(3)
                .allMatch(line -> line.equals("agenthub: The server is too old. [DATABASE_SERVER_FAULTY]"));
    }

    @Test
    void theDoctorsTableIsToBeActedOn() {
        found.add(new Examined(true, false, "server version", "PostgreSQL 18.7 has the known fixes.", "", ""));
        found.add(new Examined(false, false, "keys", "One of them is old.", "Run agenthub rotate-keys.", ""));
        assertThat(run("doctor", "--database", URL)).isZero();
        assertThat(text(out).lines()).containsExactly("OK     server version  PostgreSQL 18.7 has the known fixes.",
                "NOTE   keys            One of them is old.", "                       -> Run agenthub rotate-keys.",
                "Fit to serve.");
    }

    @Test
    void theDoctorExitsWithOneWhenSomethingIsWrong() {
        found.add(new Examined(false, true, "hub.member", "grants TRUNCATE to hub_app", "Undo what changed it.",
                "select 1;\nrevoke truncate on hub.member from hub_app;"));
        assertThat(run("doctor", "--database", URL)).isEqualTo(1);
        assertThat(text(out)).contains("WRONG  hub.member  grants TRUNCATE to hub_app").contains("-> Undo")
                .contains("\n" + " ".repeat(22) + "select 1;\n" + " ".repeat(22)
                        + "revoke truncate on hub.member from hub_app;\n")
                .contains("1 thing is wrong");
    }

    @Test
    void rotatesKeysAndSaysHowLongTheOldOnesAreKept() {
        assertThat(run("rotate-keys", "--database", URL, "--keep", "5")).isZero();
        assertThat(asked.getFirst()).contains("rotate").contains("PT5M");
        assertThat(run("rotate-keys", "--database", URL, "--keep", "-1")).isEqualTo(2);
    }

    @Test
    void replacesTheKeyOfTheVault() {
        assertThat(run("rotate-vault", "--data", "/var/lib/agenthub")).isZero();
        assertThat(asked).containsExactly("vault /var/lib/agenthub/own");
        assertThat(text(out)).startsWith("The key in /var/lib/agenthub/own/secrets is replaced.");
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        CommandLine agenthub = DatabaseCommands.addTo(new CommandLine(CommandSpec.create().name("agenthub")), terminal,
                new Recorder(), name -> environment.get(name), person);
        FailureLine failures = new FailureLine(terminal);
        return agenthub.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures)
                .execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    /** A terminal whose input has ended. */
    private static final class AtTheEnd implements Questions {
        @Override
        public boolean possible() {
            return true;
        }

        @Override
        public String line(String question) {
            throw Questions.ended();
        }

        @Override
        public String hidden(String question) {
            throw Questions.ended();
        }
    }

    /** Takes note of what it is asked. */
    private final class Recorder implements DatabaseOperator {
        @Override
        public Migrated migrate(Target target, Consumer<String> progress) {
            passwords.add(target.password().text());
            note("migrate " + target);
            progress.accept("Checking the server");
            progress.accept("Applying migrations: signing in");
            return applied;
        }

        @Override
        public List<Examined> examine(Target target) {
            passwords.add(target.password().text());
            note("examine " + target);
            return found;
        }

        @Override
        public void rotateKeys(Target target, Duration keep) {
            passwords.add(target.password().text());
            note("rotate " + target + " " + keep);
        }

        @Override
        public void rotateVault(Path folder) {
            note("vault " + folder);
        }

        private void note(String what) {
            if (refuse) {
                throw new CodedException("DATABASE_SERVER_FAULTY", "The server is too old.");
            }
            asked.add(what);
        }
    }
}
