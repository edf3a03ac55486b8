package dev.agenthub.app.cli.database;

import dev.agenthub.api.Tool;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.AgentClient;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains how to submit an agent's first request, and where to follow it. */
final class FirstRequest {
    private final RemoteAddress address;
    private final Path folder;
    private final SetupFolders folders;

    FirstRequest(RemoteAddress address, SetupFolders folders) {
        this.address = address;
        this.folder = folders.at(address);
        this.folders = folders;
    }

    /** Prints the call as a shell command, and where to see its result. */
    void explain(Terminal terminal, SetupAnswers answers, BackendClient client, AgentSetup.Installed agent) {
        answers.say("The agent’s first request:");
        Output.print(terminal, call(client, agent, tools(terminal, agent, answers)) + "\n");
        String here = Stream.concat(Stream.of("--connect", address.uri().toString()), folders.option().stream())
                .map(ShellWord::quoted).collect(Collectors.joining(" "));
        answers.say("It waits among the requests of: agenthub desktop " + here);
        answers.say("Nobody approves what their own agent asks for, so invite an approver: "
                + "agenthub members invite --roles approver --groups approvers " + here);
    }

    /** What the agent itself sees; nothing where its key is no longer accepted, and that is said. */
    private List<Tool> tools(Terminal terminal, AgentSetup.Installed agent, SetupAnswers answers) {
        String key = Input.secretLine(agent.key(), terminal);
        try (AgentClient itself = new AgentClient(address.uri(), address.fingerprint(), key)) {
            return itself.tools();
        } catch (BackendException e) {
            answers.say("The backend does not accept the agent’s key in " + agent.key() + " [" + e.code()
                    + "]: agenthub agents key makes another.");
            return List.of();
        }
    }

    /** The key is passed through a pipe, since other accounts can read a process's command line. */
    private String call(BackendClient client, AgentSetup.Installed agent, List<Tool> tools) {
        return "printf 'Authorization: Bearer %s' \"$(cat " + ShellWord.quoted(agent.key().toString())
                + ")\" | curl -sS -H @- -H 'Content-Type: application/json'" + trust(client) + " --data "
                + ShellWord.quoted(agent.manifest().request(tools, "first-request")) + " "
                + ShellWord.quoted(address.uri() + "/v1/requests");
    }

    /** The option that trusts the backend's certificate where no authority issued it. */
    private String trust(BackendClient client) {
        if (address.fingerprint() == null) {
            return "";
        }
        Path file = folder.resolve("backend.pem");
        try {
            DurableFile.writePrivately(file, client.certificate().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw Output.unwritable(file, e);
        }
        return " --cacert " + ShellWord.quoted(file.toString());
    }
}
