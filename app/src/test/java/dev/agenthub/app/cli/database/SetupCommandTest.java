package dev.agenthub.app.cli.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.db.OwnDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code agenthub setup} before a backend runs; {@link FirstRequestTest} covers the rest. */
class SetupCommandTest {
    @TempDir
    Path temporary;
    private String url = "";

    @Test
    void saysWhichCommandServesANewDatabaseAndWhatComesThen() throws Exception {
        CommandRun run = setup("Ada's", "https://hub.example.com:8443");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).hasLineCount(1).startsWith("agenthub serve --database " + url)
                .endsWith(" --organization 'Ada'\\''s' --bind 0.0.0.0 --address https://hub.example.com:8443\n");
        assertThat(run.err()).contains("agenthub setup --link FILE");
    }

    /** A person who mistypes the address, then the password. */
    @Test
    void asksAgainAfterAMistypedAddressOrPassword() throws Exception {
        try (OwnDatabase fresh = OwnDatabase.create(temporary.resolve("own/secrets"))) {
            String password = Files.readString(temporary.resolve("own/secrets/database-admin")).strip();
            Deque<String> addresses = new ArrayDeque<>(List.of("localhost/agenthub", fresh.url(), fresh.url()));
            Deque<String> passwords = new ArrayDeque<>(List.of("x", "canary-typo-4Kp", password));
            List<String> questions = new ArrayList<>();
            CommandRun run = CommandRun.answeredBy(new Questions() {
                @Override
                public boolean possible() {
                    return true;
                }

                @Override
                public String line(String question) {
                    questions.add(question);
                    return question.startsWith("Database,")
                            ? addresses.remove()
                            : question.startsWith("Superuser") ? "hub_admin" : "";
                }

                @Override
                public String hidden(String question) {
                    questions.add(question);
                    return question.startsWith("Password of") ? passwords.remove() : "";
                }
            }, Map.of(), FirstRequestTest.accepting("setup", "--data", temporary.toString()));

            assertThat(run.out()).as(run.err()).startsWith("agenthub serve --database " + fresh.url());
            assertThat(run.err()).contains("A database is named like jdbc:", "The database lets nobody in like that: ",
                    "Its secrets are in").doesNotContain("canary-typo").endsWith("[OPTION_NEEDED]\n");
            assertThat(addresses).isEmpty();
            assertThat(passwords).isEmpty();
            assertThat(questions).filteredOn(asked -> asked.startsWith("Password of hub_admin")).hasSize(3);
        }
    }

    @Test
    void asksForNoPasswordAgainThatWasNotTyped() throws Exception {
        try (OwnDatabase fresh = OwnDatabase.create(temporary.resolve("own/secrets"))) {
            CommandRun run = CommandRun.answeredBy(new ScriptedAnswers(Map.of()),
                    Map.of(DatabaseOptions.PASSWORD_VARIABLE, "wrong"),
                    FirstRequestTest.accepting("setup", "--database", fresh.url(), "--admin-user", "hub_admin",
                            "--data",
                            temporary.toString()));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).endsWith("[DATABASE_LOGIN_REFUSED]\n").containsOnlyOnce("lets nobody in");
        }
    }

    /** Sets up a database that nobody used before. */
    private CommandRun setup(String organization, String address) throws Exception {
        try (OwnDatabase fresh = OwnDatabase.create(temporary.resolve("own/secrets"))) {
            url = fresh.url();
            return CommandRun.withEnvironment(
                    Map.of(DatabaseOptions.PASSWORD_VARIABLE,
                            Files.readString(temporary.resolve("own/secrets/database-admin")).strip()),
                    FirstRequestTest.accepting("setup", "--database", url, "--admin-user", "hub_admin",
                            "--organization", organization, "--address", address, "--data", temporary.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"https://127.0.0.1:8443, ''", "https://127.0.0.1:9443, --port 9443 --address https://127.0.0.1:9443",
            "https://localhost:8443, --address https://localhost:8443",
            "https://[::1]:8443, --address https://[::1]:8443",
            "https://hub.example.com:8443, --bind 0.0.0.0 --address https://hub.example.com:8443",
            "https://127.0.0.1.example.com:9443, --bind 0.0.0.0 --port 9443 --address https://127.0.0.1.example.com:9443",
            "https://hub.example.com, --bind 0.0.0.0 --address https://hub.example.com"})
    void listensWhereOthersReachItAndNoFurther(URI reached, String options) {
        assertThat(String.join(" ", ServerSetup.listening(reached))).isEqualTo(options);
    }

    @Test
    void refusesAnAddressThatServeWouldRefuse() throws Exception {
        CommandRun run = setup("Northwind", "hub.example.com");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[BACKEND_ADDRESS_INVALID]\n");
    }

    @Test
    void takesNoLinkOnTheCommandLine() {
        CommandRun run = CommandRun.of("setup", "--connect",
                "https://127.0.0.1:8443/join#ahi_secret.sha256-" + "0".repeat(64));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[USAGE]\n").doesNotContain("ahi_secret");
    }

    @Test
    void saysWhichOptionIsMissingWhereNobodyCanBeAsked() {
        CommandRun run = CommandRun.of("setup");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--database").endsWith("[OPTION_NEEDED]\n").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"plain", "two words", "it's", "$HOME `date` \\ \"x\"",
            "''"}, quoteCharacter = '^')
    void aShellReadsExactlyTheWordThatWasQuoted(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.quoted(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(word);
    }
}
