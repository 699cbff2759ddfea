//! The form of the records as tables see it: read off the published JSON Schemas, so that a new field reaches every table
//! by itself.

use serde_json::Value;

/// The form of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A whole number of at most 64 bits.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// Values of one form.
    List(Box<Shape>),
    /// Named values, in the order of the schema.
    Group(Vec<(String, Shape)>),
}

impl Shape {
    /// Reads the form off a JSON Schema; `None` where it holds a type that no table has.
    ///
    /// ```
    /// use advocoder::write::{event, shape::Shape};
    /// let Some(Shape::Group(columns)) = Shape::of(event::schema().as_value()) else { panic!() };
    /// assert!(columns.contains(&("act".to_owned(), Shape::Text)));
    /// ```
    pub fn of(schema: &Value) -> Option<Self> {
        Self::within(schema, schema)
    }

    /// As [`Shape::of`], with the definitions in `root`.
    fn within(schema: &Value, root: &Value) -> Option<Self> {
        if let Some(name) = schema["$ref"].as_str() {
            return Self::within(root.pointer(name.strip_prefix('#')?)?, root);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            return choices.iter().find_map(|choice| Self::within(choice, root));
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().find_map(|kind| kind.as_str().filter(|&kind| kind != "null"))?,
            kind => kind.as_str().or(schema.get("const").map(|_| "string"))?,
        };
        match kind {
            "string" => Some(Self::Text),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "boolean" => Some(Self::Truth),
            "array" => Some(Self::List(Box::new(Self::within(&schema["items"], root)?))),
            "object" => {
                let fields = schema["properties"].as_object()?.iter();
                Some(Self::Group(
                    fields.filter_map(|(name, of)| Some((name.clone(), Self::within(of, root)?))).collect(),
                ))
            }
            _ => None,
        }
    }
}
