package dev.agenthub.server.http.openapi;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.http.Operation;
import dev.agenthub.server.http.schema.Resources;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text at the beginning of the API's description: credentials, problems, signatures. */
final class ApiIntroduction {

    private ApiIntroduction() {}

    static String text() {
        return Resources.text(ApiIntroduction.class, "openapi.md")
                .replace("COMMON_CODES", Operation.ANY.stream().map(code -> "`" + code + "`")
                        .collect(Collectors.joining(", ")) + ".")
                .replace("CODES\n", Stream.of(ErrorCode.values())
                        .map(code -> "| `" + code + "` | " + code.status() + " | " + code.title() + " |\n")
                        .collect(Collectors.joining()));
    }
}
