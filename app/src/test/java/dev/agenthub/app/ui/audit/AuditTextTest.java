package dev.agenthub.app.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.chain.EventType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event type that the controls' replay uses has a text. */
class AuditTextTest {

    private static final ResourceBundle WORDS = ResourceBundle.getBundle("dev.agenthub.app.ui.audit.messages",
            Locale.ROOT);

    static Stream<String> types() {
        return Stream.of(EventType.class.getFields()).filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(AuditTextTest::value);
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysEveryTypeInWords(String type) {
        assertThat(WORDS.containsKey("type." + type)).isTrue();
    }
}
