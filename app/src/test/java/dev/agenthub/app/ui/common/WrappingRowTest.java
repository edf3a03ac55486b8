package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.BoundingBox;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

final class WrappingRowTest {
    private final Region field = sized(200, 30);
    private final Region deny = sized(80, 40);
    private final Region approve = sized(120, 40);
    private final WrappingRow line = new WrappingRow();

    WrappingRowTest() {
        line.setSpacing(10);
        line.getChildren().addAll(field, deny, approve);
    }

    private static Region sized(double width, double height) {
        Region region = new Region();
        region.setPrefSize(width, height);
        region.setMinWidth(0);
        return region;
    }

    /** Gives it that width, and the height it wants then. */
    private void layOut(double width) {
        line.resize(width, line.prefHeight(width));
        line.layout();
    }

    private static BoundingBox place(Region node) {
        return new BoundingBox(node.getLayoutX(), node.getLayoutY(), node.getWidth(), node.getHeight());
    }

    @Test
    void givesTheFirstWhatTheOthersLeave() {
        layOut(500);
        assertThat(line.getHeight()).isEqualTo(40);
        assertThat(place(field)).isEqualTo(new BoundingBox(0, 5, 280, 30));
        assertThat(place(deny)).isEqualTo(new BoundingBox(290, 0, 80, 40));
        assertThat(place(approve)).isEqualTo(new BoundingBox(380, 0, 120, 40));
    }

    @Test
    void putsTheOthersBelowWhereTheFirstWouldGetLessThanItPrefers() {
        layOut(420);
        assertThat(line.getHeight()).isEqualTo(40);
        layOut(419);
        assertThat(line.getHeight()).isEqualTo(80);
        assertThat(place(field)).isEqualTo(new BoundingBox(0, 0, 419, 30));
        assertThat(place(deny)).isEqualTo(new BoundingBox(209, 40, 80, 40));
        assertThat(place(approve)).isEqualTo(new BoundingBox(299, 40, 120, 40));
    }

    @Test
    void keepsToOneRowWhereThereIsNoHeightForTwo() {
        line.setLow(true);
        layOut(250);
        assertThat(line.getHeight()).isEqualTo(40);
        assertThat(place(field)).isEqualTo(new BoundingBox(0, 5, 30, 30));
    }

    @Test
    void leavesNoRoomForWhatIsNotShown() {
        approve.setManaged(false);
        layOut(300);
        assertThat(place(field)).isEqualTo(new BoundingBox(0, 5, 210, 30));
        field.setManaged(false);
        layOut(300);
        assertThat(line.getHeight()).isEqualTo(40);
        assertThat(place(deny)).isEqualTo(new BoundingBox(0, 0, 80, 40));
        deny.setManaged(false);
        assertThat(line.prefHeight(300)).isZero();
    }

    @Test
    void isAsWideAsAllOfItAndNeverNarrowerThanTheOthers() {
        assertThat(line.prefWidth(-1)).isEqualTo(420);
        assertThat(line.minWidth(-1)).isEqualTo(210);
    }
}
