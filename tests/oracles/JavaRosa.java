import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.ResourceReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * What JavaRosa, the engine of ODK Collect, makes of answers to a form.
 *
 * A line of the standard input is the file of a form, then "name TAB answer" for each question, with
 * TAB between all. A line of the output is "name TAB relevant TAB constraint TAB value" for each
 * element, TAB between all; or "!" and why the form is not opened.
 */
public final class JavaRosa {
    public static void main(String[] arguments) throws Exception {
        new XFormsModule().registerModule();
        new JavaRosaCoreModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new Beside());
        PropertyManager.setPropertyManager(silent());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                out.println(answered(line.split("\t", -1)));
            } catch (Exception unopened) {
                out.println("!" + String.valueOf(unopened).replaceAll("\\s+", " "));
            }
        }
    }

    /** A telephone that says neither its number nor its holder's name. */
    private static IPropertyManager silent() {
        Class<?>[] kinds = {IPropertyManager.class};
        return (IPropertyManager) Proxy.newProxyInstance(
            JavaRosa.class.getClassLoader(), kinds, (self, method, given) -> null);
    }

    /** The lists that stand beside the form, as `jr://file-csv/villages.csv` names one. */
    private static final class Beside implements ReferenceFactory {
        @Override
        public boolean derives(String named) {
            return named.startsWith("jr://file");
        }

        @Override
        public Reference derive(String named) {
            return new ResourceReference(named) {
                @Override
                public String getLocalURI() {
                    return folder + named.substring(named.lastIndexOf('/'));
                }
            };
        }

        @Override
        public Reference derive(String named, String context) {
            return derive(named);
        }
    }

    private static String folder;

    private static String answered(String[] given) throws Exception {
        folder = new File(given[0]).getParent();
        FormDef definition;
        try (FileInputStream file = new FileInputStream(given[0])) {
            definition = XFormUtils.getFormFromInputStream(file);
        }
        definition.initialize(true, new InstanceInitializationFactory());
        List<TreeElement> leaves = new ArrayList<>();
        gather(definition.getMainInstance().getRoot(), leaves);
        for (int at = 1; at + 1 < given.length; at += 2) {
            for (TreeElement leaf : leaves) {
                if (leaf.getName().equals(given[at]) && !given[at + 1].isEmpty()) {
                    definition.setValue(data(given[at + 1], leaf), reference(leaf), false);
                }
            }
        }
        StringBuilder told = new StringBuilder();
        for (TreeElement leaf : leaves) {
            IAnswerData value = leaf.getValue();
            boolean admitted = definition.evaluateConstraint(reference(leaf), value);
            String text = value == null ? "" : value.uncast().getString();
            told.append(told.length() > 0 ? "\t" : "").append(leaf.getName());
            told.append("\t").append(leaf.isRelevant()).append("\t").append(admitted);
            told.append("\t").append(text.replace('\t', ' ').replace('\n', ' '));
        }
        return told.toString();
    }

    private static TreeReference reference(TreeElement leaf) {
        return leaf.getRef();
    }

    private static IAnswerData data(String text, TreeElement leaf) {
        return XFormAnswerDataParser.getAnswerData(text, leaf.getDataType(), null);
    }

    private static void gather(TreeElement element, List<TreeElement> leaves) {
        for (int at = 0; at < element.getNumChildren(); at++) {
            TreeElement child = element.getChildAt(at);
            if (child.getNumChildren() == 0) {
                leaves.add(child);
            } else {
                gather(child, leaves);
            }
        }
    }
}
