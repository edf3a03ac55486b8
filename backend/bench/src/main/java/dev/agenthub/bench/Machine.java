package dev.agenthub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a reader must know of the machine to judge the numbers; nothing that names it. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String describe() throws IOException {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, JDK "
                + System.getProperty("java.vm.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "A processor that the system does not name";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.replaceFirst("[^:]*: *", ""))
                    .findFirst().orElse("A processor that the system does not name");
        }
    }
}
