package dev.agenthub.server.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.http.schema.DocumentSchemas;
import dev.agenthub.server.http.schema.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that SPEC.md and the schemas agree on the members of connector events. */
class ConnectorEventsSpecTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(connector\\.[a-z_]+)` \\| ([^|]*) \\|$");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    @Test
    void namesTheMembersOfEveryTypeAndWhichMayBeMissing() throws IOException {
        Map<String, Set<String>> written = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("../evidence/SPEC.md")));
        while (row.find()) {
            written.put(row.group(1), NAME.matcher(row.group(2)).results()
                    .map(name -> name.group(1) + (name.start() > optional(row.group(2)) ? "?" : ""))
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(written).isEqualTo(schemas());
    }

    /** Where the members begin that are not always there. */
    private static int optional(String members) {
        int at = members.indexOf("; where there is one, ");
        return at < 0 ? members.length() : at;
    }

    private static Map<String, Set<String>> schemas() {
        JsonNode all = new JsonMapper().readTree(Resources.text(DocumentSchemas.class, "events.schemas.json"));
        Map<String, Set<String>> schemas = new TreeMap<>();
        all.properties().stream().filter(type -> type.getKey().startsWith("connector.")).forEach(type -> {
            Set<String> required = type.getValue().get("required").valueStream().map(JsonNode::asString)
                    .collect(Collectors.toSet());
            schemas.put(type.getKey(), type.getValue().get("properties").propertyStream().map(Map.Entry::getKey)
                    .map(name -> required.contains(name) ? name : name + "?")
                    .collect(Collectors.toCollection(TreeSet::new)));
        });
        return schemas;
    }
}
