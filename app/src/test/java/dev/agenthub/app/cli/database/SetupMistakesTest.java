package dev.agenthub.app.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.ServedProcess;
import dev.agenthub.server.connectors.calls.LocalProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub setup} with a person who mistypes answers, and with files of the same contents that nobody typed. */
class SetupMistakesTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final String KEY = "canary-7Tq2";
    private static final String POLICY = """
            {"v":"agenthub/policy/v1","rules":[{"outcome":"allow"}]}
            """;

    @RegisterExtension
    private final DataFolder dataFolder = new DataFolder();

    @TempDir
    Path temporary;

    private OwnDatabase database;
    private ServedProcess backend;
    private Path data;

    @BeforeEach
    void startServer() throws Exception {
        data = temporary.resolve("data");
        database = OwnDatabase.create(data.resolve("own/secrets"));
        Path provided = Files.createDirectory(temporary.resolve("provider"));
        LocalProvider.certificate(provided);
        backend = ServedProcess.start(data.resolve("own"), database.url(), provided, 1, "Northwind",
                OwnDatabase.accepted());
    }

    @AfterEach
    void stopServer() throws Exception {
        backend.close();
        database.close();
    }

    /** A terminal at which these are typed in turn, by the beginning of their question; then the default. */
    private static final class Typing implements Questions {
        private final Map<String, Deque<String>> answers = new TreeMap<>();
        private final List<String> asked = new ArrayList<>();

        Typing then(String question, String... typed) {
            answers.put(question, new ArrayDeque<>(List.of(typed)));
            return this;
        }

        @Override
        public boolean possible() {
            return true;
        }

        @Override
        public String line(String question) {
            asked.add(question);
            return answers.entrySet().stream().filter(each -> question.startsWith(each.getKey()))
                    .map(each -> each.getValue().poll()).filter(typed -> typed != null).findFirst().orElse("").strip();
        }

        @Override
        public String hidden(String question) {
            return line(question);
        }

        long times(String question) {
            return asked.stream().filter(each -> each.startsWith(question)).count();
        }
    }

    private CommandRun setup(Questions person, Map<String, String> more, String... options) throws Exception {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put(DatabaseOptions.PASSWORD_VARIABLE,
                Files.readString(data.resolve("own/secrets/database-admin")).strip());
        List<String> command = new ArrayList<>(List.of("setup", "--data", data.toString()));
        command.addAll(List.of(options));
        return CommandRun.answeredBy(person, environment, FirstRequestTest.accepting(command.toArray(String[]::new)));
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(temporary.resolve(name), content).toString();
    }

    /** The link with another secret, as by a slip of the finger. */
    private static String mistyped(String link) {
        int secret = link.indexOf('.', link.indexOf("#ahi_"));
        char last = link.charAt(secret - 1);
        return link.substring(0, secret - 1) + (last == 'A' ? 'B' : 'A') + link.substring(secret);
    }

    @Test
    void asksAgainForEachAnswerThatWasMistyped() throws Exception {
        String link = backend.ownerLink();
        Path manifest = temporary.resolve("agent.json");
        Typing person = new Typing().then("The link", "", "not a link", link.substring(0, link.indexOf("/join")),
                mistyped(link), link)
                .then("Your name", "Ada", "Ada")
                .then("New passphrase", "short", PASSPHRASE, PASSPHRASE, PASSPHRASE)
                .then("The same again", "short", "orbit velvet", PASSPHRASE, PASSPHRASE)
                .then("Manifest", file("broken.json", "{"), manifest.toString())
                .then("Policy", "Own")
                .then("File of its document", "", temporary.resolve("nowhere").toString(), file("empty", ""),
                        file("other", "{}"), file("own.json", POLICY))
                .then("Address of the service", "http://plain.example.com", "https://api.example.com/v1",
                        "https://api.example.com/v1")
                .then("Key of the service", "x", "", " ", KEY);

        CommandRun run = setup(person, Map.of(), "--database", database.url(), "--admin-user", "hub_admin");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("A backend’s address is like", "This is not an invitation",
                "The invitation is unknown", "The two passphrases differ.",
                "is not JSON.", "can’t be read", "Policy Own is in force, version 1.", "Ada has joined Northwind",
                "Connection Service to https://api.example.com/v1 is made.", "Agent First agent is installed.");
        assertThat(run.out() + run.err()).doesNotContain("canary", PASSPHRASE, link);
        assertThat(person.times("The link")).isEqualTo(5);
        assertThat(person.times("New passphrase")).isEqualTo(4);
        assertThat(person.times("File of its document")).isEqualTo(5);
        assertThat(person.times("Key of the service")).isEqualTo(4);

        asksAgainForThePassphraseOfAKeyThatIsThere();
    }

    private void asksAgainForThePassphraseOfAKeyThatIsThere() throws Exception {
        String at = backend.ownerLink().replaceAll("/join.*", "");
        Typing again = new Typing().then("Passphrase of Ada", "orbit", "velvet", PASSPHRASE)
                .then("Manifest", temporary.resolve("agent.json").toString());
        CommandRun run = setup(again, Map.of(), "--connect", at);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(again.times("Passphrase of Ada")).isEqualTo(3);

        CommandRun wrong = setup(new Typing(), Map.of(Passphrase.VARIABLE, "orbit"), "--connect", at);
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).endsWith("[KEY_PASSPHRASE_WRONG]\n").hasLineCount(1);
        Typing never = new Typing();
        assertThat(setup(never, Map.of(), "--connect", at).err()).endsWith("[KEY_PASSPHRASE_WRONG]\n");
        assertThat(never.times("Passphrase of Ada")).isEqualTo(5);
    }

    /** At a terminal and without one: a file is not read again. */
    @Test
    void endsAtAFileWithAMistakeAndWhereNobodyTypes() throws Exception {
        String broken = file("link", "not a link");
        Typing person = new Typing();
        assertThat(setup(person, Map.of(), "--link", broken).err()).endsWith("[BACKEND_ADDRESS_INVALID]\n")
                .hasLineCount(1);
        assertThat(person.asked).isEmpty();

        Map<String, String> passphrase = Map.of(Passphrase.VARIABLE, PASSPHRASE);
        CommandRun unattended = setup(Questions.ofProcess(), passphrase, "--link",
                file("mistyped", mistyped(backend.ownerLink())), "--name", "Ada");
        assertThat(unattended.exitCode()).isEqualTo(2);
        assertThat(unattended.err()).endsWith("[INVITATION_INVALID]\n").hasLineCount(1);

        String[] options = {"--link", file("right", backend.ownerLink()), "--name", "Ada", "--policy", "Own", "--url",
                "https://api.example.com/v1", "--manifest", temporary.resolve("agent.json").toString()};
        assertThat(with(passphrase, options, "--policy-file", file("empty", "")).err())
                .endsWith("[POLICY_INVALID]\n");
        assertThat(with(passphrase, options, "--policy-file", file("own.json", POLICY), "--key-file", file("key", ""))
                .err())
                .endsWith("[SECRET_UNREADABLE]\n");
        assertThat(with(passphrase, options, "--key-file", file("key", KEY)).exitCode()).isZero();
    }

    private CommandRun with(Map<String, String> environment, String[] options, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return setup(Questions.ofProcess(), environment, all.toArray(String[]::new));
    }
}
