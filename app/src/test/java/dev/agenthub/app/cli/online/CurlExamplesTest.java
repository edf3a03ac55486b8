package dev.agenthub.app.cli.online;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.ServedProcess;
import dev.agenthub.server.connectors.calls.LocalProvider;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the unchanged page of curl examples in a shell against a served backend. */
class CurlExamplesTest {
    private static final Path PAGE = Path.of("docs/curl.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|json)\n(.*?)^```$");
    private static final String END = "-- end of the example --";

    /** What a reader types, and what the page says that it answers; empty for nothing. */
    private record Example(String commands, String answer) {}

    @TempDir
    Path temporary;

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
            if (block.group(1).equals("sh")) {
                examples.add(new Example(block.group(2), ""));
            } else {
                examples.add(new Example(examples.removeLast().commands(), block.group(2)));
            }
        }
        return examples;
    }

    @Test
    void answersEveryExampleAsThePageSays() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(10);

        List<String> answers = run(examples);

        assertThat(answers).hasSameSizeAs(examples);
        for (int i = 0; i < examples.size(); i++) {
            assertThat(withoutSpace(answers.get(i))).as(examples.get(i).commands())
                    .matches(pattern(examples.get(i).answer()));
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static Pattern pattern(String shown) {
        return Pattern.compile(Arrays.stream(withoutSpace(shown).split("…", -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*?")));
    }

    private List<String> run(List<Example> examples) throws Exception {
        Path provided = Files.createDirectory(temporary.resolve("provider"));
        try (OwnDatabase database = OwnDatabase.create(temporary.resolve("own/secrets"));
                MockWebServer provider = new MockWebServer()) {
            provider.useHttps(LocalProvider.tls(LocalProvider.certificate(provided)).getSocketFactory());
            provider.start(InetAddress.getLoopbackAddress(), 0);
            provider.enqueue(new MockResponse.Builder().code(201).body("{\"id\":\"tic_1\"}").build());
            try (ServedProcess backend = ServedProcess.start(temporary.resolve("own"), database.url(), provided,
                    provider.getPort(), "Northwind", OwnDatabase.accepted())) {
                return run(examples, Map.of("LINK", backend.ownerLink(), "SERVICE",
                        "https://" + LocalProvider.HOST + ":" + provider.getPort() + "/v1", "SERVICE_KEY",
                        "canary-4eC39HqLyjWDarjtT1zdp7dc"));
            }
        }
    }

    private List<String> run(List<Example> examples, Map<String, String> variables) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("reader"));
        Path err = temporary.resolve("err");
        String script = "set -eu\n" + examples.stream().map(Example::commands)
                .map(commands -> commands + "echo '" + END + "'\n").collect(Collectors.joining());
        Path file = Files.writeString(temporary.resolve("page.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString()).directory(folder.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(variables);
        Process shell = builder.start();
        shell.getOutputStream().close();
        String out = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(out + Files.readString(err)).isZero();
        return List.of(out.split(END + "\n"));
    }
}
